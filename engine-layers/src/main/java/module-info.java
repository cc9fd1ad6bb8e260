/** Layers, initializers and models. */
module dev.lanewise.layers {
    requires transitive dev.lanewise.core;
    requires static org.jspecify;

    exports dev.lanewise.layers;
}
