/** Tensors, gradients, kernels and ops. */
module dev.lanewise.core {
    requires jdk.incubator.vector;
    requires static org.jspecify;
}
