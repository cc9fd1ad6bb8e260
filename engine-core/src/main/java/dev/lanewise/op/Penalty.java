package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The size of weights, to be added to a loss so that they stay small. */
public final class Penalty {

    private static final int CHUNK = 4096; // part of the result's bits: it must not depend on the machine

    private Penalty() {}

    /** Σ |x|: [] from any shape. dx = dy times the sign of x, 0 at 0. */
    public static Tensor absoluteSum(Tensor x) {
        var op = Operation.begin("absoluteSum");
        Tensor magnitudes = Workspace.tensor(x.shape());
        float[] in = x.array();
        float[] out = magnitudes.array();
        Ranges.forEach(x.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                out[i] = Math.abs(in[i]);
            }
        });
        return op.differentiable(Reductions.total(magnitudes), wrt(x, dy -> {
            Tensor dx = Workspace.tensor(x.shape());
            float[] slopes = dx.array();
            float factor = dy.item();
            Ranges.forEach(x.size(), Elementwise.NANOSECONDS, (from, to) -> {
                for (int i = from; i < to; i++) {
                    slopes[i] = factor * Math.signum(in[i]);
                }
            });
            return dx;
        }));
    }

    /** Σ x²: [] from any shape. dx = 2·dy·x. */
    public static Tensor squaredSum(Tensor x) {
        var op = Operation.begin("squaredSum");
        int size = x.size();
        Tensor parts = Workspace.tensor(Shape.of(Math.ceilDiv(size, CHUNK)));
        float[] in = x.array();
        float[] out = parts.array();
        Ranges.forEach(parts.size(), Elementwise.NANOSECONDS * CHUNK, (from, to) -> {
            for (int chunk = from; chunk < to; chunk++) {
                int start = chunk * CHUNK;
                out[chunk] = Kernels.active().dot(in, start, in, start, Math.min(CHUNK, size - start));
            }
        });
        return op.differentiable(Reductions.total(parts), wrt(x, dy -> Elementwise.scaled(x, 2 * dy.item())));
    }
}
