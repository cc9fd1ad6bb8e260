package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;

/**
 * The sigmoid linear unit, also known as swish.
 *
 * <p>Sources: Elfwing, Uchibe and Doya, <i>Sigmoid-weighted linear units</i>, arXiv:1702.03118 (2017); Ramachandran, Zoph and Le,
 * <i>Searching for activation functions</i>, arXiv:1710.05941 (2017).
 */
public final class Silu {

    private Silu() {}

    /** y = x·σ(x), elementwise, any shape. dx = dy·σ·(1 + x·(1 − σ)). */
    public static Tensor silu(Tensor x) {
        return Pointwise.apply("silu", x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> {
                    Kernels.active().sigmoid(in, out, from, to);
                    for (int i = from; i < to; i++) {
                        out[i] *= in[i];
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    Kernels.active().sigmoid(in, dx, from, to);
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] * dx[i] * (1f + in[i] * (1f - dx[i]));
                    }
                });
    }
}
