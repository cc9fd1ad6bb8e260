package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The rectified linear unit. */
public final class Relu {

    private Relu() {}

    /** {@code y = x < 0 ? 0 : x}, elementwise, any shape; NaN and −0 stay what they are. dx = dy where y is positive, 0 elsewhere. */
    public static Tensor relu(Tensor x) {
        return Pointwise.apply("relu", x, Elementwise.NANOSECONDS,
                (in, out, from, to) -> Kernels.active().relu(in, out, from, to),
                (in, out, dy, dx, from, to) -> Kernels.active().reluGradient(out, dy, dx, from, to));
    }

    /** The same in place. */
    static void apply(Tensor x) {
        float[] values = x.array();
        Ranges.forEach(x.size(), Elementwise.NANOSECONDS, (from, to) -> Kernels.active().relu(values, values, from, to));
    }

    /** dy where y is positive, 0 elsewhere. */
    static Tensor gradient(Tensor y, Tensor dy) {
        Tensor dx = Workspace.tensor(y.shape());
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        Ranges.forEach(y.size(), Elementwise.NANOSECONDS,
                (from, to) -> Kernels.active().reluGradient(outputs, gradients, in, from, to));
        return dx;
    }
}
