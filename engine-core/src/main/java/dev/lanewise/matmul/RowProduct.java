package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.parallel.Task;
import java.util.Arrays;

/**
 * A product of a few rows, computed row by row and without packing: each element of the right matrix is used too seldom to be worth a
 * copy. The chains are those of {@link BlockedProduct}.
 */
final class RowProduct implements Task {

    /** Products of up to this many rows are computed this way; of fewer where rows cost more, with panels or a transposed matrix. */
    private static final int MOST_ROWS = 8;

    private static final int MOST_ROWS_OF_PANELS = 4;
    private static final int MOST_ROWS_OF_TRANSPOSED = 2;

    /** Columns of a stored matrix that are multiplied at a time: four rows of them, and the sums, stay in the first-level cache. */
    private static final int COLUMNS_AT_ONCE = 1024;

    private static final Kernels KERNELS = Kernels.active();
    private static final int SUMS = 0;

    private final int m;
    private final int n;
    private final int k;
    private final Matrix left;
    private final Operand right;
    private final Output output;
    private final int width;
    private final int columnsOfTask;

    RowProduct(int m, int n, int k, Matrix left, Operand right, Output output, int tasks) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.output = output;
        width = KERNELS.tileColumns(n);
        columnsOfTask = Math.ceilDiv(Math.ceilDiv(n, width), tasks) * width;
    }

    /** Whether this can compute the product, and should. */
    static boolean fits(int m, Operand left, Operand right) {
        return left instanceof Matrix && switch (right) {
            case Matrix matrix when matrix.vectorsAreRows() -> m <= MOST_ROWS_OF_TRANSPOSED;
            case Matrix _ -> m <= MOST_ROWS;
            case PackedMatrix _ -> m <= MOST_ROWS_OF_PANELS;
            default -> false;
        };
    }

    void run(long nanoseconds) {
        Parallel.forEach(Math.ceilDiv(n, columnsOfTask), nanoseconds, this);
    }

    @Override
    public void run(int index, Scratch scratch) {
        int column = index * columnsOfTask;
        int columns = Math.min(columnsOfTask, n - column);
        if (right instanceof Matrix matrix && !matrix.vectorsAreRows()) {
            for (int j = column; j < column + columns; j += COLUMNS_AT_ONCE) {
                multiplyRows(matrix, j, Math.min(COLUMNS_AT_ONCE, column + columns - j), scratch);
            }
            return;
        }
        float[] sums = scratch.floats(SUMS, columnsOfTask);
        for (int d = 0; d == 0 || d < k; d += MatrixKernels.DEPTH_BLOCK) {
            int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
            int finish = output.finish(d == 0, d + depth == k);
            for (int i = 0; i < m; i++) {
                multiplyRow(left.at(i, d), column, columns, d, depth, sums);
                output.write(i, column, 1, columns, sums, 0, columns, finish);
            }
        }
    }

    private void multiplyRows(Matrix matrix, int column, int columns, Scratch scratch) {
        float[] sums = scratch.floats(SUMS, m * columns);
        for (int d = 0; d == 0 || d < k; d += MatrixKernels.DEPTH_BLOCK) {
            int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
            KERNELS.rowsTimesMatrix(
                    m, depth, columns, left.array(), left.at(0, d), left.vectorStride(), left.elementStride(),
                    matrix.array(), matrix.at(column, d), matrix.stride(), sums, 0, columns);
            output.write(0, column, m, columns, sums, 0, columns, output.finish(d == 0, d + depth == k));
        }
    }

    private void multiplyRow(int x, int column, int columns, int d, int depth, float[] sums) {
        if (right instanceof PackedMatrix packed) {
            Arrays.fill(sums, 0, columnsOfTask, 0f);
            KERNELS.rowTimesPanels(
                    depth, columns, left.array(), x, left.elementStride(),
                    packed.panels(), packed.panelAt(d, depth, column), width * depth, width, sums, 0);
        } else {
            Matrix matrix = (Matrix) right;
            DotProducts.of(
                    depth, columns, left.array(), x, left.elementStride(),
                    matrix.array(), matrix.at(column, d), matrix.stride(), sums, 0);
        }
    }
}
