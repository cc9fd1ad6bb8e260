package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.parallel.Task;

/**
 * A product of a few rows, computed row by row and without packing: each element of the right matrix is used too seldom to be worth a
 * copy. The chains are those of {@link BlockedProduct}.
 */
final class RowProduct implements Task {

    /** Products of up to this many rows are computed this way. With the right matrix stored transposed, rows cost more and panels less. */
    private static final int MOST_ROWS = 4;

    private static final int MOST_ROWS_OF_TRANSPOSED = 2;

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
        int most = right instanceof Matrix matrix && matrix.vectorsAreRows() ? MOST_ROWS_OF_TRANSPOSED : MOST_ROWS;
        return m <= most && left instanceof Matrix && (right instanceof Matrix || right instanceof PackedMatrix);
    }

    void run(long nanoseconds) {
        Parallel.forEach(Math.ceilDiv(n, columnsOfTask), nanoseconds, this);
    }

    @Override
    public void run(int index, Scratch scratch) {
        int column = index * columnsOfTask;
        int columns = Math.min(columnsOfTask, n - column);
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

    private void multiplyRow(int x, int column, int columns, int d, int depth, float[] sums) {
        switch (right) {
            case Matrix matrix when matrix.vectorsAreRows() ->
                DotProducts.of(
                        depth, columns, left.array(), x, left.elementStride(),
                        matrix.array(), matrix.at(column, d), matrix.stride(), sums, 0);
            case Matrix matrix ->
                KERNELS.rowTimesMatrix(
                        depth, columns, left.array(), x, left.elementStride(),
                        matrix.array(), matrix.at(column, d), matrix.stride(), sums, 0);
            case PackedMatrix packed ->
                KERNELS.rowTimesPanels(
                        depth, columns, left.array(), x, left.elementStride(),
                        packed.panels(), packed.panelAt(d, depth, column), width * depth, width, sums, 0);
            default -> throw new AssertionError(right);
        }
    }
}
