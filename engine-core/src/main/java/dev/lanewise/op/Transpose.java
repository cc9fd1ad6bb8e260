package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** The same elements with their dimensions in another order, as a copy. */
public final class Transpose {

    /** A tile of this size squared, read along one dimension and written along the other, stays in the first-level cache. */
    private static final int TILE = 16;

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

    /* Dimensions that stay neighbours are one dimension. */
    private static void copyJoined(Tensor x, Tensor y, int... order) {
        int[] lengths = new int[order.length];
        int[] steps = new int[order.length]; // in x, for one position of y's dimension
        int rank = 0;
        for (int i = 0; i < order.length; i++) {
            int length = x.dimension(order[i]);
            int step = x.shape().sizeBetween(order[i] + 1, order.length);
            if (rank > 0 && steps[rank - 1] == length * step) {
                lengths[rank - 1] *= length;
                steps[rank - 1] = step;
            } else {
                lengths[rank] = length;
                steps[rank++] = step;
            }
        }
        copy(x.array(), y.array(), Arrays.copyOf(lengths, rank), Arrays.copyOf(steps, rank));
    }

    /* y is written row by row, where a row is y's innermost dimension. A tile takes TILE neighbouring rows: their elements are
     * neighbours in x when y's last dimension but one is x's innermost, so the tile reads whole cache lines. */
    private static void copy(float[] in, float[] out, int[] lengths, int[] steps) {
        int rank = lengths.length;
        int columns = rank > 0 ? lengths[rank - 1] : 1;
        int columnStep = rank > 0 ? steps[rank - 1] : 1;
        int rows = rank > 1 ? lengths[rank - 2] : 1;
        int rowStep = rank > 1 ? steps[rank - 2] : 0;
        int matrices = 1;
        for (int axis = 0; axis < rank - 2; axis++) {
            matrices *= lengths[axis];
        }
        Ranges.forEach(matrices, 2 * Elementwise.NANOSECONDS * rows * columns, (from, to) -> {
            for (int matrix = from; matrix < to; matrix++) {
                int source = offset(matrix, lengths, steps);
                int target = matrix * rows * columns;
                if (columnStep == 1) {
                    for (int row = 0; row < rows; row++) {
                        System.arraycopy(in, source + row * rowStep, out, target + row * columns, columns);
                    }
                } else {
                    copyTiles(in, source, rowStep, columnStep, out, target, rows, columns);
                }
            }
        });
    }

    private static void copyTiles(float[] in, int source, int rowStep, int columnStep, float[] out, int target, int rows, int columns) {
        for (int top = 0; top < rows; top += TILE) {
            int bottom = Math.min(top + TILE, rows);
            for (int left = 0; left < columns; left += TILE) {
                int right = Math.min(left + TILE, columns);
                for (int row = top; row < bottom; row++) {
                    for (int column = left; column < right; column++) {
                        out[target + row * columns + column] = in[source + row * rowStep + column * columnStep];
                    }
                }
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
