/** Checkpoints and data sets. */
module dev.lanewise.io {
    requires transitive dev.lanewise.core;
    requires transitive dev.lanewise.layers;
    requires transitive dev.lanewise.optim;
    requires tools.jackson.core;
    requires static org.jspecify;
}
