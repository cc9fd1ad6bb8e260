package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Elementwise.combine;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Approximations;
import dev.lanewise.tensor.Tensor;

/** How far a distribution q, given by its logarithms, is from a target distribution p (Kullback and Leibler, 1951). */
public final class Divergence {

    private Divergence() {}

    /**
     * The terms p·(ln p − x) with x = ln q, elementwise; 0 where p is 0. dx = −dy·p, dp = dy·(ln p + 1 − x).
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Tensor divergences(Tensor logQ, Tensor p) {
        var op = Operation.begin("divergences");
        requireEqualShapes(op, logQ, p);
        Tensor y = combine(logQ, p, (x, t) -> t == 0f ? 0f : t * (Approximations.log(t) - x));
        return op.differentiable(y,
                wrt(logQ, dy -> combine(dy, p, (d, t) -> -d * t)),
                wrt(p, dy -> combine(dy, logQ, p, (d, x, t) -> d * (Approximations.log(t) + 1f - x))));
    }

    /**
     * The same terms for a target that is given by its logarithms too: e^u·(u − x) with u = ln p. dx = −dy·e^u, du = dy·e^u·(u − x + 1).
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Tensor divergencesOfLogarithms(Tensor logQ, Tensor logP) {
        var op = Operation.begin("divergencesOfLogarithms");
        requireEqualShapes(op, logQ, logP);
        Tensor y = combine(logQ, logP, (x, u) -> u == Float.NEGATIVE_INFINITY ? 0f : Approximations.exp(u) * (u - x));
        return op.differentiable(y,
                wrt(logQ, dy -> combine(dy, logP, (d, u) -> -d * Approximations.exp(u))),
                wrt(logP, dy -> combine(dy, logQ, logP, (d, x, u) -> d * (Approximations.exp(u) * (u - x + 1f)))));
    }

    private static void requireEqualShapes(Operation op, Tensor logQ, Tensor target) {
        op.require(logQ.shape().equals(target.shape()), "log-probabilities %s need targets of the same shape, found %s", logQ.shape(),
                target.shape());
    }
}
