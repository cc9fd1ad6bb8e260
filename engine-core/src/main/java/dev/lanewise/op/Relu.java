package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The rectified linear unit. */
public final class Relu {

    private Relu() {}

    /** {@code y = x < 0 ? 0 : x}, elementwise, any shape; NaN and −0 stay what they are. dx = dy where y is positive, 0 elsewhere. */
    public static Tensor relu(Tensor x) {
        var op = Operation.begin("relu");
        Tensor y = positivePart(x);
        return op.differentiable(y, wrt(x, dy -> gradient(y, dy)));
    }

    private static Tensor positivePart(Tensor x) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), Elementwise.NANOSECONDS, (from, to) -> Kernels.active().relu(in, out, from, to));
        return y;
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
