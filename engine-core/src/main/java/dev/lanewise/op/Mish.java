package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;

/**
 * A smooth rectifier.
 *
 * <p>Source: Misra, <i>Mish: a self regularized non-monotonic activation function</i>, BMVC 2020.
 */
public final class Mish {

    /* Above, tanh(softplus(x)) rounds to 1; and e²ˣ squared is still a float. */
    private static final float SATURATED = 20f;

    private Mish() {}

    /**
     * y = x·tanh(softplus(x)), elementwise, any shape. With e = eˣ and n = e·(e + 2) the hyperbolic tangent is n/(n + 2) without
     * cancellation, and dx = dy·(n/(n + 2) + x·4e·(e + 1)/(n + 2)²).
     */
    public static Tensor mish(Tensor x) {
        return Pointwise.apply("mish", x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> {
                    exp(in, out, from, to);
                    for (int i = from; i < to; i++) {
                        float n = out[i] * (out[i] + 2f);
                        out[i] = in[i] * (n / (n + 2f));
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    exp(in, dx, from, to);
                    for (int i = from; i < to; i++) {
                        float e = dx[i];
                        float n = e * (e + 2f);
                        float inverse = 1f / (n + 2f);
                        float slope = 4f * e * (e + 1f) * inverse * inverse;
                        dx[i] = dy[i] * (n * inverse + Math.min(in[i], SATURATED) * slope);
                    }
                });
    }

    private static void exp(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.min(x[i], SATURATED);
        }
        Kernels.active().exp(y, y, from, to);
    }
}
