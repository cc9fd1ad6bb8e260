package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The exponential function. */
public final class Exponential {

    private static final double NANOSECONDS = 0.4;

    private Exponential() {}

    /** y = eˣ, elementwise, any shape; infinite above 88.7. dx = dy·y. */
    public static Tensor exp(Tensor x) {
        var op = Operation.begin("exp");
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> Kernels.active().exp(in, out, from, to));
        return op.differentiable(y, wrt(x, dy -> Elementwise.product(dy, y)));
    }
}
