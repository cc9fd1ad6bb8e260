/** The command line and the worked examples. */
module dev.lanewise.samples {
    requires dev.lanewise.core;
    requires dev.lanewise.layers;
    requires dev.lanewise.optim;
    requires dev.lanewise.io;
    requires info.picocli;
    requires java.management;
    requires java.net.http;
    requires static org.jspecify;

    opens dev.lanewise.samples to info.picocli;
}
