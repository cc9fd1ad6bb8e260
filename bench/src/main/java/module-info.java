/** JMH benchmarks. */
module dev.lanewise.bench {
    requires dev.lanewise.core;
    requires dev.lanewise.layers;
    requires dev.lanewise.optim;
    requires dev.lanewise.io;
    requires jdk.incubator.vector;
    requires jdk.unsupported;
    requires jmh.core;
    requires tools.jackson.core;
    requires static org.jspecify;
}
