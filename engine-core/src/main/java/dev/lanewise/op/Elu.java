package dev.lanewise.op;

import static dev.lanewise.op.Pointwise.step;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;

/**
 * Rectifiers that run into a floor below zero along an exponential function.
 *
 * <p>Sources: Clevert, Unterthiner and Hochreiter, <i>Fast and accurate deep network learning by exponential linear units</i>, ICLR
 * 2016; Klambauer, Unterthiner, Mayr and Hochreiter, <i>Self-normalizing neural networks</i>, NIPS 2017 (selu).
 */
public final class Elu {

    private static final float SELU_SCALE = 1.0507009873554805f;
    private static final float SELU_ALPHA = 1.6732632423543772f;

    private Elu() {}

    /**
     * y = x where x is positive, α·(eˣ − 1) elsewhere; any shape. dx = dy, or dy·α·eˣ = dy·(y + α).
     *
     * @throws IllegalArgumentException if α is negative or not finite: which side an output lies on could not be told from it
     */
    public static Tensor elu(Tensor x, float alpha) {
        var op = Operation.begin("elu");
        op.require(alpha >= 0 && Float.isFinite(alpha), "expected a finite alpha of at least 0, found %s", alpha);
        return elu(op, x, 1, alpha);
    }

    /** y = λ·elu(x) with λ and α that keep mean 0 and variance 1 from layer to layer; any shape. dx = λ·dy, or dy·(y + λ·α). */
    public static Tensor selu(Tensor x) {
        return elu(Operation.begin("selu"), x, SELU_SCALE, SELU_SCALE * SELU_ALPHA);
    }

    /* y = scale·x, or floor·(eˣ − 1). The slope min(y, 0) + floor is that below zero, and floor above. */
    private static Tensor elu(Operation op, Tensor x, float scale, float floor) {
        return Pointwise.apply(op, x, Pointwise.EXPONENTIAL_NANOSECONDS,
                (in, out, from, to) -> {
                    Kernels.active().expMinusOne(in, out, from, to);
                    for (int i = from; i < to; i++) {
                        out[i] = scale * Math.max(in[i], 0f) + floor * out[i];
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        dx[i] = dy[i] * (Math.min(out[i], 0f) + floor + step(in[i]) * (scale - floor));
                    }
                });
    }
}
