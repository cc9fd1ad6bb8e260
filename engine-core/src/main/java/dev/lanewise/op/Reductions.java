package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Elementwise.expand;
import static dev.lanewise.op.Elementwise.scaled;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** Sums and means, over everything or over some dimensions. */
public final class Reductions {

    /* Long sums are cut into chunks, which threads share, and the chunks' sums are added up in the same way. The lengths are part of
     * the result's bits: they must not depend on the machine. */
    private static final int CHUNK = 4096; // neighbours in memory
    private static final int CHUNK_OF_ROWS = 256; // whole rows, added to each other

    private Reductions() {}

    /** The sum of all elements: [] from any shape; 0 for an empty one. dx = dy, everywhere. */
    public static Tensor sum(Tensor x) {
        var op = Operation.begin("sum");
        Tensor y = total(x);
        return op.differentiable(y, wrt(x, dy -> expand(dy, x.shape())));
    }

    /** The mean of all elements: [] from any shape; NaN for an empty one. dx = dy/n, everywhere. */
    public static Tensor mean(Tensor x) {
        var op = Operation.begin("mean");
        float weight = 1f / x.size();
        return op.differentiable(scaled(total(x), weight), wrt(x, dy -> expand(scaled(dy, weight), x.shape())));
    }

    /**
     * The sums over these dimensions, which the result does not have any more. dx = dy, stretched along them.
     *
     * @throws IllegalArgumentException if no axis is named, or one twice, or one that does not exist
     */
    public static Tensor sum(Tensor x, int... axes) {
        var op = Operation.begin("sum");
        boolean[] removed = removed(op, x, axes);
        Tensor y = sums(x, removed);
        return op.differentiable(y, wrt(x, dy -> stretched(dy, x.shape(), removed)));
    }

    /**
     * The means over these dimensions, which the result does not have any more. dx = dy/n, stretched along them.
     *
     * @throws IllegalArgumentException if no axis is named, or one twice, or one that does not exist
     */
    public static Tensor mean(Tensor x, int... axes) {
        var op = Operation.begin("mean");
        boolean[] removed = removed(op, x, axes);
        float weight = 1f / kept(x.shape(), removed, false).size();
        Tensor y = scaled(sums(x, removed), weight);
        return op.differentiable(y, wrt(x, dy -> stretched(scaled(dy, weight), x.shape(), removed)));
    }

    private static boolean[] removed(Operation op, Tensor x, int... axes) {
        op.require(axes.length > 0, "no axis is named for shape %s; leave the axes out for the total", x.shape());
        return Axes.marked(op, x.shape(), axes);
    }

    /* The dimensions that stay, or those that go. */
    private static Shape kept(Shape shape, boolean[] removed, boolean staying) {
        int[] lengths = new int[removed.length];
        int rank = 0;
        for (int axis = 0; axis < removed.length; axis++) {
            if (removed[axis] != staying) {
                lengths[rank++] = shape.dimension(axis);
            }
        }
        return Shape.of(Arrays.copyOf(lengths, rank));
    }

    private static Tensor stretched(Tensor dy, Shape shape, boolean[] removed) {
        int[] lengths = shape.toArray();
        for (int axis = 0; axis < lengths.length; axis++) {
            lengths[axis] = removed[axis] ? 1 : lengths[axis];
        }
        return expand(dy.viewAs(Shape.of(lengths)), shape);
    }

    /** The sum of all elements, []. */
    static Tensor total(Tensor x) {
        return sums(x, 1, x.size(), 1).viewAs(Shape.scalar());
    }

    /** The sums over the dimensions that are marked: one group of neighbours after the other, the innermost first. */
    static Tensor sums(Tensor x, boolean... removed) {
        Tensor partial = x;
        int inner = 1;
        for (int end = removed.length; end > 0; ) {
            int start = end - 1;
            if (removed[start]) {
                while (start > 0 && removed[start - 1]) {
                    start--;
                }
                partial = sums(partial, x.shape().sizeBetween(0, start), x.shape().sizeBetween(start, end), inner);
            } else {
                inner *= x.dimension(start);
            }
            end = start;
        }
        return partial.viewAs(kept(x.shape(), removed, true));
    }

    /** [outer, length, inner] → [outer, inner]. */
    private static Tensor sums(Tensor x, int outer, int length, int inner) {
        int chunk = inner == 1 ? CHUNK : CHUNK_OF_ROWS;
        int chunks = Math.max(1, Math.ceilDiv(length, chunk));
        Tensor y = Workspace.tensor(Shape.of(outer, chunks, inner));
        float[] terms = x.array();
        float[] sums = y.array();
        Ranges.forEach(outer * chunks, Elementwise.NANOSECONDS * Math.min(length, chunk) * inner, (from, to) -> {
            for (int unit = from; unit < to; unit++) {
                int first = unit % chunks * chunk;
                int rows = Math.min(chunk, length - first);
                int start = (unit / chunks * length + first) * inner;
                if (inner == 1) {
                    sums[unit] = Kernels.active().sum(terms, start, start + rows);
                } else {
                    addRows(terms, start, rows, inner, sums, unit * inner);
                }
            }
        });
        return chunks == 1 ? y.viewAs(Shape.of(outer, inner)) : sums(y, outer, chunks, inner);
    }

    private static void addRows(float[] terms, int start, int rows, int inner, float[] sums, int at) {
        Arrays.fill(sums, at, at + inner, 0f);
        for (int row = start, end = start + rows * inner; row < end; row += inner) {
            for (int i = 0; i < inner; i++) {
                sums[at + i] += terms[row + i];
            }
        }
    }
}
