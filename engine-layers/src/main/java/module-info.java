/** Layers, initializers and models, and generation. */
module dev.lanewise.layers {
    requires transitive dev.lanewise.core;
    requires static org.jspecify;

    exports dev.lanewise.generation;
    exports dev.lanewise.layers;
}
