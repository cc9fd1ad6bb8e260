/** Tensors, gradients, kernels and ops. */
module dev.lanewise.core {
    requires jdk.incubator.vector;
    requires jdk.jfr;
    requires static org.jspecify;

    exports dev.lanewise.tensor;
    exports dev.lanewise.gradient;
    exports dev.lanewise.engine;
    exports dev.lanewise.check;
    exports dev.lanewise.op;
    exports dev.lanewise.matmul;
    exports dev.lanewise.parallel;
    exports dev.lanewise.random;
    exports dev.lanewise.kernel;
}
