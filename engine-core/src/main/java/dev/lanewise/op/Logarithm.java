package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The natural logarithm. */
public final class Logarithm {

    private static final double NANOSECONDS = 0.5;

    private Logarithm() {}

    /** y = ln x, elementwise, any shape; −∞ at zero, NaN below. dx = dy/x. */
    public static Tensor log(Tensor x) {
        var op = Operation.begin("log");
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> Kernels.active().log(in, out, from, to));
        return op.differentiable(y, wrt(x, dy -> Elementwise.quotient(dy, x)));
    }
}
