package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The rectified linear unit. */
public final class Relu {

    private Relu() {}

    /** y = max(x, 0), elementwise, any shape; NaN stays NaN. dx = dy where y is positive, 0 elsewhere. */
    public static Tensor relu(Tensor x) {
        var op = Operation.begin("relu");
        Tensor y = positivePart(x);
        return op.differentiable(y, wrt(x, dy -> gradient(y, dy)));
    }

    private static Tensor positivePart(Tensor x) {
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Math.max(in[i], 0f);
            }
        });
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
