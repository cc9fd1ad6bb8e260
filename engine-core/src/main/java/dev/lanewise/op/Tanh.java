package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;

/** The hyperbolic tangent. */
public final class Tanh {

    private Tanh() {}

    /** y = tanh x, elementwise, any shape. dx = dy·(1 − y²). */
    public static Tensor tanh(Tensor x) {
        return Pointwise.apply("tanh", x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> Kernels.active().tanh(in, out, from, to),
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] * (1f - out[i] * out[i]);
                    }
                });
    }
}
