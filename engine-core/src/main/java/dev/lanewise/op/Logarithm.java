package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;

/** The natural logarithm. */
public final class Logarithm {

    private Logarithm() {}

    /** y = ln x, elementwise, any shape; −∞ at zero, NaN below. dx = dy/x. */
    public static Tensor log(Tensor x) {
        return Pointwise.apply("log", x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> Kernels.active().log(in, out, from, to),
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] / in[i];
                    }
                });
    }
}
