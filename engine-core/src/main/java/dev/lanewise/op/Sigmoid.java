package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The logistic function. */
public final class Sigmoid {

    private static final double NANOSECONDS = 0.5;

    private Sigmoid() {}

    /** y = 1/(1 + e⁻ˣ), elementwise, any shape. dx = dy·y·(1 − y). */
    public static Tensor sigmoid(Tensor x) {
        var op = Operation.begin("sigmoid");
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> Kernels.active().sigmoid(in, out, from, to));
        return op.differentiable(y, wrt(x, dy -> gradient(y, dy)));
    }

    private static Tensor gradient(Tensor y, Tensor dy) {
        Tensor dx = Workspace.tensor(y.shape());
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        Ranges.forEach(y.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                in[i] = gradients[i] * outputs[i] * (1f - outputs[i]);
            }
        });
        return dx;
    }
}
