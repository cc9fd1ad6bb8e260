package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;

/** The exponential function. */
public final class Exponential {

    private Exponential() {}

    /** y = eˣ, elementwise, any shape; infinite above 88.7. dx = dy·y. */
    public static Tensor exp(Tensor x) {
        return Pointwise.apply("exp", x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> Kernels.active().exp(in, out, from, to),
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] * out[i];
                    }
                });
    }
}
