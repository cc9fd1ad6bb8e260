package dev.lanewise.op;

import static dev.lanewise.op.Pointwise.step;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;

/** ln(1 + eˣ), a smooth rectifier, and the logarithm of a probability, which is its mirror image. Neither overflows nor cancels. */
public final class Softplus {

    private Softplus() {}

    /**
     * y = ln(1 + e^(β·x))/β, elementwise, any shape, computed as max(β·x, 0) + ln(1 + e^−|β·x|); x itself where β·x is above the
     * threshold. dx = dy·σ(β·x), or dy there.
     *
     * @param beta β, positive; the larger, the more like a {@link Relu}
     * @param threshold not negative; 20 is where the two do not differ any more
     * @throws IllegalArgumentException if one of them is not
     */
    public static Tensor softplus(Tensor x, float beta, float threshold) {
        var op = Operation.begin("softplus");
        op.require(beta > 0 && Float.isFinite(beta), "beta must be positive and finite, found %s", beta);
        op.require(threshold >= 0, "the threshold must be at least 0, found %s", threshold);
        float inverse = 1 / beta;
        return Pointwise.apply(op, x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> {
                    expOfNegativeMagnitude(in, beta, out, from, to);
                    for (int i = from; i < to; i++) {
                        float z = beta * in[i];
                        float bend = Approximations.logOnePlus(out[i]) * (1f - step(z - threshold));
                        out[i] = (Math.max(z, 0f) + bend) * inverse;
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = beta * in[i];
                    }
                    Kernels.active().sigmoid(dx, dx, from, to);
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] * (dx[i] + step(beta * in[i] - threshold) * (1f - dx[i]));
                    }
                });
    }

    /** y = ln σ(x) = min(x, 0) − ln(1 + e^−|x|), elementwise, any shape. dx = dy·σ(−x). */
    public static Tensor logSigmoid(Tensor x) {
        return Pointwise.apply("logSigmoid", x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> {
                    expOfNegativeMagnitude(in, 1, out, from, to);
                    for (int i = from; i < to; i++) {
                        out[i] = Math.min(in[i], 0f) - Approximations.logOnePlus(out[i]);
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = -in[i];
                    }
                    Kernels.active().sigmoid(dx, dx, from, to);
                    for (int i = from; i < to; i++) {
                        dx[i] *= dy[i];
                    }
                });
    }

    /* y = e^−|β·x| */
    private static void expOfNegativeMagnitude(float[] x, float beta, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = -Math.abs(beta * x[i]);
        }
        Kernels.active().exp(y, y, from, to);
    }
}
