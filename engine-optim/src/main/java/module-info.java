/** Optimizers, losses, metrics and the training loop. */
module dev.lanewise.optim {
    requires transitive dev.lanewise.core;
    requires transitive dev.lanewise.layers;
    requires static org.jspecify;
}
