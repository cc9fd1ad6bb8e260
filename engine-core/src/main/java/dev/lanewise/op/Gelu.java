package dev.lanewise.op;

import static dev.lanewise.op.Pointwise.clamp;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/**
 * The Gaussian error linear unit: exactly, with erf, and in the approximation with tanh that some published models were trained with.
 *
 * <p>Source: Hendrycks and Gimpel, <i>Gaussian Error Linear Units</i>, arXiv:1606.08415 (2016).
 */
public final class Gelu {

    private static final double NANOSECONDS = 1;

    /* 2·√(2/π)·(x + 0.044715·x³) = x·(LINEAR + CUBIC·x²); beyond SATURATED its sigmoid is 0 or 1. */
    private static final float LINEAR = 1.5957691216057308f;
    private static final float CUBIC = 0.07135481627159505f;
    private static final float SATURATED = 12f;

    private Gelu() {}

    /**
     * y = x·Φ(x), elementwise, any shape, with the normal distribution function Φ(x) = (1 + erf(x/√2))/2. dx = dy·(Φ(x) + x·φ(x)) with
     * the density φ(x) = e^(−x²/2)/√(2π).
     */
    public static Tensor gelu(Tensor x) {
        var op = Operation.begin("gelu");
        if (!op.carriesGradient(x)) {
            return op.withoutGradient(Pointwise.map(x, NANOSECONDS, Kernels.active()::gelu), x);
        }
        // Φ is the dear part, and cheaper to keep than to compute again.
        Tensor distribution = Workspace.tensor(x.shape());
        float[] phi = distribution.array();
        return Pointwise.apply(op, x, NANOSECONDS,
                (in, out, from, to) -> {
                    Kernels.active().normalDistribution(in, phi, from, to);
                    for (int i = from; i < to; i++) {
                        out[i] = in[i] * phi[i];
                    }
                },
                (in, out, dy, dx, from, to) -> Kernels.active().geluGradient(in, phi, dy, dx, from, to));
    }

    /**
     * y = x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2 = x·σ(v) with v = 2·√(2/π)·(x + 0.044715·x³), elementwise, any shape.
     * dx = dy·(σ(v) + x·σ(v)·(1 − σ(v))·v′).
     */
    public static Tensor geluTanh(Tensor x) {
        return Pointwise.apply("geluTanh", x, NANOSECONDS,
                (in, out, from, to) -> {
                    sigmoidOfCubic(in, out, from, to);
                    for (int i = from; i < to; i++) {
                        out[i] *= in[i];
                    }
                },
                (in, out, dy, dx, from, to) -> {
                    sigmoidOfCubic(in, dx, from, to);
                    for (int i = from; i < to; i++) {
                        float v = clamp(in[i], -SATURATED, SATURATED);
                        float sigmoid = dx[i];
                        dx[i] = dy[i] * (sigmoid + v * sigmoid * (1f - sigmoid) * (LINEAR + 3f * CUBIC * (v * v)));
                    }
                });
    }

    private static void sigmoidOfCubic(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = clamp(x[i], -SATURATED, SATURATED);
            y[i] = v * (LINEAR + CUBIC * (v * v));
        }
        Kernels.active().sigmoid(y, y, from, to);
    }
}
