/** Checkpoints, data sets, images, texts and time series. */
@SuppressWarnings("requires-automatic") // fastutil is no module
module dev.lanewise.io {
    requires transitive dev.lanewise.core;
    requires transitive dev.lanewise.layers;
    requires transitive dev.lanewise.optim;
    requires de.siegmar.fastcsv;
    requires java.desktop;
    requires tools.jackson.core;
    requires static it.unimi.dsi.fastutil.core; // for io.text alone
    requires static org.jspecify;

    exports dev.lanewise.io;
    exports dev.lanewise.io.augment;
    exports dev.lanewise.io.checkpoint;
    exports dev.lanewise.io.data;
    exports dev.lanewise.io.idx;
    exports dev.lanewise.io.image;
    exports dev.lanewise.io.report;
    exports dev.lanewise.io.series;
    exports dev.lanewise.io.table;
    exports dev.lanewise.io.text;

    provides dev.lanewise.train.CheckpointStore with dev.lanewise.io.checkpoint.JsonCheckpointStore;
}
