package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** The same elements with their dimensions in another order, as a copy. */
public final class Transpose {

    /** How many rows one thread writes at a time; so many lines of y stay in the first-level cache until they are full. */
    private static final int ROWS = 64;

    /** Shorter rows than this are copied by a loop, which begins sooner than a call. */
    private static final int SHORT = 16;

    private Transpose() {}

    /**
     * Dimension {@code i} of y is dimension {@code axes[i]} of x. dx = dy with its dimensions in the old order.
     *
     * @throws IllegalArgumentException if the axes are not those of x, each once
     */
    public static Tensor permute(Tensor x, int... axes) {
        var op = Operation.begin("permute");
        int rank = x.shape().rank();
        op.require(axes.length == rank, "shape %s has %d dimensions, found %d axes", x.shape(), rank, axes.length);
        Axes.marked(op, x.shape(), axes);
        int[] order = new int[rank];
        int[] inverse = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = x.shape().axis(axes[i]);
            inverse[order[i]] = i;
        }
        return op.differentiable(reordered(x, order), wrt(x, dy -> reordered(dy, inverse)));
    }

    /**
     * Two dimensions of x change places. dx = dy with the same two changed back.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public static Tensor transpose(Tensor x, int axisA, int axisB) {
        var op = Operation.begin("transpose");
        int[] order = new int[x.shape().rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int a = Axes.of(op, x.shape(), axisA);
        int b = Axes.of(op, x.shape(), axisB);
        order[a] = b;
        order[b] = a;
        return op.differentiable(reordered(x, order), wrt(x, dy -> reordered(dy, order)));
    }

    /** x with one dimension at another place among the others, which keep their order; recorded as {@link #permute}. */
    static Tensor moved(Tensor x, int from, int to) {
        int[] order = new int[x.shape().rank()];
        int source = x.shape().axis(from);
        int target = x.shape().axis(to);
        for (int i = 0, axis = 0; i < order.length; i++) {
            axis += axis == source ? 1 : 0;
            order[i] = i == target ? source : axis++;
        }
        return permute(x, order);
    }

    private static Tensor reordered(Tensor x, int... order) {
        int[] lengths = new int[order.length]; // of y
        for (int i = 0; i < order.length; i++) {
            lengths[i] = x.dimension(order[i]);
        }
        Tensor y = Workspace.tensor(Shape.of(lengths));
        if (y.size() > 0) {
            copyJoined(x, y, order);
        }
        return y;
    }

    /* Dimensions that stay neighbours are one dimension, and those of length 1 are none. */
    private static void copyJoined(Tensor x, Tensor y, int... order) {
        int[] lengths = new int[order.length];
        int[] steps = new int[order.length]; // in x, for one position of y's dimension
        int rank = 0;
        for (int axis : order) {
            int length = x.dimension(axis);
            int step = x.shape().sizeBetween(axis + 1, order.length);
            if (rank > 0 && steps[rank - 1] == length * step) {
                lengths[rank - 1] *= length;
                steps[rank - 1] = step;
            } else if (length > 1) {
                lengths[rank] = length;
                steps[rank++] = step;
            }
        }
        copy(x.array(), y.array(), Arrays.copyOf(lengths, rank), Arrays.copyOf(steps, rank));
    }

    /* Three cases: x's innermost dimension is y's innermost, or the one around it, or another one. The last takes two steps, over a copy
     * in which it is the one around. */
    private static void copy(float[] in, float[] out, int[] lengths, int[] steps) {
        int rank = lengths.length;
        int innermost = 0; // of x
        while (innermost < rank - 1 && steps[innermost] != 1) {
            innermost++;
        }
        if (rank < 2 || innermost >= rank - 2) {
            copyRows(in, out, lengths, steps);
            return;
        }
        int[] betweenLengths = lastButOne(lengths, innermost);
        Tensor between = Workspace.tensor(Shape.of(betweenLengths));
        copyRows(in, between.array(), betweenLengths, lastButOne(steps, innermost));
        int[] stepsBack = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int place = axis == innermost ? rank - 2 : axis > innermost && axis < rank - 1 ? axis - 1 : axis;
            stepsBack[axis] = between.shape().sizeBetween(place + 1, rank);
        }
        copyRows(between.array(), out, lengths, stepsBack);
    }

    /* The element at this axis as the last but one. */
    private static int[] lastButOne(int[] values, int axis) {
        int[] moved = values.clone();
        System.arraycopy(values, axis + 1, moved, axis, values.length - 2 - axis);
        moved[values.length - 2] = values[axis];
        return moved;
    }

    /* y is a sequence of matrices, its last two dimensions. Either their rows are rows of x, or their columns are. */
    private static void copyRows(float[] in, float[] out, int[] lengths, int[] steps) {
        int rank = lengths.length;
        int columns = rank > 0 ? lengths[rank - 1] : 1;
        int columnStep = rank > 0 ? steps[rank - 1] : 1;
        int rows = rank > 1 ? lengths[rank - 2] : 1;
        int rowStep = rank > 1 ? steps[rank - 2] : 0;
        int matrices = 1;
        for (int axis = 0; axis < rank - 2; axis++) {
            matrices *= lengths[axis];
        }
        int blocks = Math.ceilDiv(rows, ROWS);
        Ranges.forEach(matrices * blocks, 2 * Elementwise.NANOSECONDS * Math.min(rows, ROWS) * columns, (from, to) -> {
            for (int unit = from; unit < to; unit++) {
                int first = unit % blocks * ROWS;
                int source = offset(unit / blocks, lengths, steps) + first * rowStep;
                int target = (unit / blocks * rows + first) * columns;
                int count = Math.min(ROWS, rows - first);
                if (columnStep == 1) {
                    copyRows(in, source, rowStep, out, target, count, columns);
                } else { // and the rows' step is 1
                    Kernels.active().packColumns(count, columns, in, source, columnStep, out, target, columns);
                }
            }
        });
    }

    private static void copyRows(float[] in, int source, int rowStep, float[] out, int target, int rows, int columns) {
        for (int row = 0; row < rows; row++) {
            int from = source + row * rowStep;
            int to = target + row * columns;
            if (columns < SHORT) {
                for (int i = 0; i < columns; i++) {
                    out[to + i] = in[from + i];
                }
            } else {
                System.arraycopy(in, from, out, to, columns);
            }
        }
    }

    /* Where in x the given matrix of y, its last two dimensions, begins. */
    private static int offset(int matrix, int[] lengths, int[] steps) {
        int offset = 0;
        int rest = matrix;
        for (int axis = lengths.length - 3; axis >= 0; axis--) {
            offset += rest % lengths[axis] * steps[axis];
            rest /= lengths[axis];
        }
        return offset;
    }
}
