package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Elementwise.scaled;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/**
 * How far values are from their targets, element by element. With d = x − t: dx = dy·f′(d), dt = −dx. The shapes must be equal: a
 * column beside a row, stretched to a square, is a mistake that would look like learning.
 */
public final class Errors {

    private static final double NANOSECONDS = Elementwise.NANOSECONDS;

    /** Writes f(d) and f′(d), which are plain loops for the JIT to vectorize. */
    private interface Loop {
        void run(float[] x, float[] t, float[] y, float[] slope, int from, int to);
    }

    private Errors() {}

    /**
     * d²; f′ = 2d.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Tensor squaredErrors(Tensor x, Tensor targets) {
        return errors(Operation.begin("squaredErrors"), x, targets, (in, t, y, slope, from, to) -> {
            for (int i = from; i < to; i++) {
                float d = in[i] - t[i];
                y[i] = d * d;
                slope[i] = 2f * d;
            }
        });
    }

    /**
     * |d|; f′ = the sign of d, 0 at 0.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Tensor absoluteErrors(Tensor x, Tensor targets) {
        return errors(Operation.begin("absoluteErrors"), x, targets, (in, t, y, slope, from, to) -> {
            for (int i = from; i < to; i++) {
                float d = in[i] - t[i];
                y[i] = Math.abs(d);
                slope[i] = Math.signum(d);
            }
        });
    }

    /**
     * ½d² where |d| ≤ δ, δ·(|d| − ½δ) beyond; f′ = d, cut off at −δ and δ. Source: Huber, <i>Robust estimation of a location
     * parameter</i>, 1964.
     *
     * @param delta δ, above 0
     * @throws IllegalArgumentException if the shapes differ, or δ is not above 0
     */
    public static Tensor huberErrors(Tensor x, Tensor targets, float delta) {
        var op = Operation.begin("huberErrors");
        op.require(delta > 0, "expected a delta above 0, found %s", delta);
        return errors(op, x, targets, (in, t, y, slope, from, to) -> {
            for (int i = from; i < to; i++) {
                float d = in[i] - t[i];
                float cut = Math.max(-delta, Math.min(delta, d));
                y[i] = cut * (d - 0.5f * cut);
                slope[i] = cut;
            }
        });
    }

    private static Tensor errors(Operation op, Tensor x, Tensor targets, Loop loop) {
        op.require(x.shape().equals(targets.shape()), "values %s need targets of the same shape, found %s; reshape one of them",
                x.shape(), targets.shape());
        Tensor y = Workspace.tensor(x.shape());
        Tensor slopes = Workspace.tensor(x.shape()); // f′(d)
        float[] in = x.array();
        float[] t = targets.array();
        float[] out = y.array();
        float[] slope = slopes.array();
        Ranges.forEach(x.size(), NANOSECONDS, (from, to) -> loop.run(in, t, out, slope, from, to));
        return op.differentiable(y, dy -> Elementwise.product(dy, slopes), wrt(x, dx -> dx), wrt(targets, dx -> scaled(dx, -1)));
    }
}
