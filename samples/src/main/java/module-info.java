/** The command line and the worked examples. */
@SuppressWarnings("requires-automatic") // XChart is no module
module dev.lanewise.samples {
    requires dev.lanewise.core;
    requires dev.lanewise.layers;
    requires dev.lanewise.optim;
    requires dev.lanewise.io;
    requires info.picocli;
    requires java.desktop;
    requires java.management;
    requires java.net.http;
    requires xchart;
    requires static org.jspecify;

    opens dev.lanewise.samples to info.picocli;
    opens dev.lanewise.samples.sequence to dev.lanewise.layers;
}
