/** Optimizers, losses, metrics and the training loop. */
module dev.lanewise.optim {
    requires transitive dev.lanewise.core;
    requires transitive dev.lanewise.layers;
    requires static org.jspecify;

    exports dev.lanewise.loss;
    exports dev.lanewise.metric;
    exports dev.lanewise.optim;
    exports dev.lanewise.train;

    uses dev.lanewise.train.CheckpointStore;
}
