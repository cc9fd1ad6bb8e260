package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;

/** The logistic function. */
public final class Sigmoid {

    private Sigmoid() {}

    /** y = 1/(1 + e⁻ˣ), elementwise, any shape. dx = dy·y·(1 − y). */
    public static Tensor sigmoid(Tensor x) {
        return Pointwise.apply("sigmoid", x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> Kernels.active().sigmoid(in, out, from, to),
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] * out[i] * (1f - out[i]);
                    }
                });
    }
}
