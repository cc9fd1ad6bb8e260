package dev.lanewise.op;

import dev.lanewise.tensor.Tensor;

/** A step with gentle ends. */
public final class Softsign {

    private Softsign() {}

    /** y = x/(1 + |x|), elementwise, any shape. dx = dy/(1 + |x|)². */
    public static Tensor softsign(Tensor x) {
        return Pointwise.apply("softsign", x, Elementwise.NANOSECONDS,
                (in, out, from, to) -> {
                    for (int i = from; i < to; i++) {
                        out[i] = in[i] / (1f + Math.abs(in[i]));
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        float inverse = 1f / (1f + Math.abs(in[i]));
                        dx[i] = dy[i] * inverse * inverse;
                    }
                });
    }
}
