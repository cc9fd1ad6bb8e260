package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The hyperbolic tangent. */
public final class Tanh {

    private static final double NANOSECONDS = 0.6;

    private Tanh() {}

    /** y = tanh x, elementwise, any shape. dx = dy·(1 − y²). */
    public static Tensor tanh(Tensor x) {
        var op = Operation.begin("tanh");
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> Kernels.active().tanh(in, out, from, to));
        return op.differentiable(y, wrt(x, dy -> gradient(y, dy)));
    }

    private static Tensor gradient(Tensor y, Tensor dy) {
        Tensor dx = Workspace.tensor(y.shape());
        float[] outputs = y.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        Ranges.forEach(y.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                in[i] = gradients[i] * (1f - outputs[i] * outputs[i]);
            }
        });
        return dx;
    }
}
