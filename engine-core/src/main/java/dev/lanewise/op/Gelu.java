package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/**
 * The Gaussian error linear unit, in its exact form (with erf, not the approximation with tanh).
 *
 * <p>Source: Hendrycks and Gimpel, <i>Gaussian Error Linear Units</i>, arXiv:1606.08415 (2016).
 */
public final class Gelu {

    private static final double NANOSECONDS = 1;

    private Gelu() {}

    /**
     * y = x·Φ(x), elementwise, any shape, with the normal distribution function Φ(x) = (1 + erf(x/√2))/2. dx = dy·(Φ(x) + x·φ(x)) with
     * the density φ(x) = e^(−x²/2)/√(2π).
     */
    public static Tensor gelu(Tensor x) {
        var op = Operation.begin("gelu");
        Tensor y = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = y.array();
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> Kernels.active().gelu(in, out, from, to));
        return op.differentiable(y, wrt(x, dy -> gradient(x, dy)));
    }

    private static Tensor gradient(Tensor x, Tensor dy) {
        Tensor dx = Workspace.tensor(x.shape());
        float[] inputs = x.array();
        float[] gradients = dy.array();
        float[] in = dx.array();
        // Two passes, because the JIT does not inline both exponential functions into one loop.
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> Kernels.active().normalDistribution(inputs, in, from, to));
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> Kernels.active().geluGradient(inputs, in, gradients, in, from, to));
        return dx;
    }
}
