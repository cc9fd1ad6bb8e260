package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import org.jspecify.annotations.Nullable;

/** The loss of yes-or-no answers. */
public final class BinaryCrossEntropy {

    private static final double NANOSECONDS = 3;

    private BinaryCrossEntropy() {}

    /**
     * −(p·t·ln σ(x) + (1 − t)·ln(1 − σ(x))), elementwise, without overflow: (1 − t)·x + q·s with q = 1 + (p − 1)·t and
     * s = ln(1 + e⁻ˣ) = ln(1 + e^−|x|) + max(−x, 0). dx = dy·((1 − t) − q·σ(−x)), dt = dy·((p − 1)·s − x).
     *
     * @param logits x, any shape
     * @param targets t, the same shape; usually from 0 to 1
     * @param positiveWeights p, a shape that stretches to that of x, which gets no gradient: how much a yes counts; none stands for ones
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor binaryCrossEntropies(Tensor logits, Tensor targets, @Nullable Tensor positiveWeights) {
        var op = Operation.begin("binaryCrossEntropies");
        op.require(logits.shape().equals(targets.shape()), "logits %s need targets of the same shape, found %s", logits.shape(),
                targets.shape());
        if (positiveWeights != null) {
            op.require(stretches(positiveWeights, logits), "the positive weights %s do not stretch to the logits %s",
                    positiveWeights.shape(), logits.shape());
        }
        int size = logits.size();
        Tensor powers = Workspace.tensor(logits.shape()); // e^−|x|
        Tensor softplus = Workspace.tensor(logits.shape()); // s
        Tensor y = Workspace.tensor(logits.shape());
        float[] x = logits.array();
        float[] t = targets.array();
        float[] p = positiveWeights == null ? null : Elementwise.expand(positiveWeights, logits.shape()).array();
        float[] e = powers.array();
        float[] s = softplus.array();
        float[] out = y.array();
        Ranges.forEach(size, NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                e[i] = -Math.abs(x[i]);
            }
            Kernels.active().exp(e, e, from, to);
            for (int i = from; i < to; i++) {
                s[i] = 1f + e[i];
            }
            Kernels.active().log(s, out, from, to);
            for (int i = from; i < to; i++) {
                // ln u·e/(u − 1) with u = 1 + e makes up for what the sum rounded off; Kahan's way to ln(1 + e)
                float rounded = s[i] - 1f;
                float logarithm = rounded == 0f ? e[i] : out[i] * (e[i] / rounded);
                s[i] = logarithm + Math.max(-x[i], 0f);
                out[i] = (1f - t[i]) * x[i] + (p == null ? 1f : 1f + (p[i] - 1f) * t[i]) * s[i];
            }
        });
        return op.differentiable(y,
                wrt(logits, dy -> logitsGradient(x, t, p, e, dy)),
                wrt(targets, dy -> targetsGradient(x, p, s, dy)));
    }

    private static Tensor logitsGradient(float[] x, float[] t, float @Nullable [] p, float[] e, Tensor dy) {
        Tensor dx = Workspace.tensor(dy.shape());
        float[] slopes = dx.array();
        float[] upstream = dy.array();
        Ranges.forEach(dy.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                float no = (x[i] >= 0 ? e[i] : 1f) / (1f + e[i]); // σ(−x)
                slopes[i] = upstream[i] * ((1f - t[i]) - (p == null ? 1f : 1f + (p[i] - 1f) * t[i]) * no);
            }
        });
        return dx;
    }

    private static Tensor targetsGradient(float[] x, float @Nullable [] p, float[] s, Tensor dy) {
        Tensor dt = Workspace.tensor(dy.shape());
        float[] slopes = dt.array();
        float[] upstream = dy.array();
        Ranges.forEach(dy.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                slopes[i] = upstream[i] * ((p == null ? 0f : (p[i] - 1f) * s[i]) - x[i]);
            }
        });
        return dt;
    }

    private static boolean stretches(Tensor small, Tensor large) {
        int added = large.shape().rank() - small.shape().rank();
        for (int axis = 0; axis < small.shape().rank(); axis++) {
            if (added < 0 || small.dimension(axis) != 1 && small.dimension(axis) != large.dimension(added + axis)) {
                return false;
            }
        }
        return added >= 0;
    }
}
