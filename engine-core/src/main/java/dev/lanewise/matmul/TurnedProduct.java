package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;

/**
 * A·Bᵀ with few rows in A and many in B, both stored by rows, such as a linear layer's output for a batch: computed as (B·Aᵀ)ᵀ. Vectors lie along the
 * rows of A, so that A is what is packed, and B, the larger, is read once as it is stored. The chains are those of {@link BlockedProduct}.
 *
 * <pre>
 *   some blocks of k                              the packed part of A stays in the second-level cache
 *     a few rows of B                             one tile high
 *       one panel of A                            one tile wide
 *         a block of k                            one chain of multiply-adds for each output
 * </pre>
 */
final class TurnedProduct {

    private static final Kernels KERNELS = Kernels.active();
    private static final int ROWS = TurnedSum.ROWS;

    /** How much longer than A is high its rows must be, so that turning the result costs little. */
    private static final int LONG_ROWS = 16;

    /** Floats of A that are packed at most. */
    private static final int PACKED_FLOATS = 1 << 20;

    /** Floats of the packed A in the second-level cache at a time. */
    private static final int CACHED_FLOATS = 1 << 17;

    /** What packing takes of a product's time, about. */
    private static final int PACKING_SHARE = 8;

    /* Scratch slots; TurnedSum uses those below. */
    private static final int PANELS = 2;
    private static final int EDGE_ROWS = 3;
    private static final int SUMS = 4;
    private static final int ROW = 5;

    private final int m;
    private final int n;
    private final int k;
    private final Matrix left;
    private final Matrix right;
    private final Output output;
    private final int columnsOfTask;
    private final TurnedSum sum;

    TurnedProduct(int m, int n, int k, Matrix left, Matrix right, Output output, int tasks) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.output = output;
        columnsOfTask = Math.ceilDiv(Math.ceilDiv(n, ROWS), tasks) * ROWS;
        sum = new TurnedSum(m, columnsOfTask);
    }

    /** Whether this can compute the product, and should: not where tiles are as wide as the matrix, and narrow ones slow. */
    static boolean fits(int m, int n, int k, Operand left, Operand right) {
        int width = KERNELS.tileColumns(m);
        int padded = Math.ceilDiv(m, width) * width;
        return left instanceof Matrix a && a.vectorsAreRows() && right instanceof Matrix b && b.vectorsAreRows()
                && width == KERNELS.tileColumns(n) && 2 * m <= n && LONG_ROWS * m <= k && n >= ROWS
                && 3 * padded <= 4 * m && (long) padded * k <= PACKED_FLOATS;
    }

    /** Computes all outputs, in several threads if the estimated time makes it worth while. */
    void run(long nanoseconds) {
        Scratch scratch = Scratch.borrow();
        try {
            float[] panels = scratch.floats(PANELS, sum.paddedRows() * k);
            int blocks = Math.ceilDiv(k, MatrixKernels.DEPTH_BLOCK);
            Parallel.forEach(blocks, nanoseconds / PACKING_SHARE, (block, own) -> pack(block * MatrixKernels.DEPTH_BLOCK, panels));
            Parallel.forEach(Math.ceilDiv(n, columnsOfTask), nanoseconds, (task, own) -> multiply(task * columnsOfTask, panels, own));
        } finally {
            scratch.giveBack();
        }
    }

    private void pack(int d, float[] panels) {
        sum.pack(left, d, depthAt(d), panels, d * sum.paddedRows());
    }

    private int depthAt(int d) {
        return Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
    }

    /** Columns of the result from {@code column} on, which are rows here. */
    private void multiply(int column, float[] panels, Scratch scratch) {
        int columns = Math.min(columnsOfTask, n - column);
        float[] sums = scratch.floats(SUMS, sum.size());
        int deepest = Math.max(1, CACHED_FLOATS / sum.paddedRows() / MatrixKernels.DEPTH_BLOCK) * MatrixKernels.DEPTH_BLOCK;
        for (int from = 0; from < k; from += deepest) {
            int to = Math.min(from + deepest, k);
            for (int j = 0; j < columns; j += ROWS) {
                for (int i = 0; i < m; i += sum.width()) {
                    for (int d = from; d < to; d += MatrixKernels.DEPTH_BLOCK) {
                        addTile(column, j, i, d, panels, sums, scratch);
                    }
                }
            }
        }
        float[] row = scratch.floats(ROW, columns);
        for (int i = 0; i < m; i++) {
            sum.writeRow(i, columns, sums, row, 0);
            output.write(i, column, 1, columns, row, 0, columns, output.finish(true, true));
        }
    }

    private void addTile(int column, int j, int i, int d, float[] panels, float[] sums, Scratch scratch) {
        int depth = depthAt(d);
        float[] rows = right.array();
        int at = right.at(column + j, d);
        int stride = right.stride();
        if (column + j + ROWS > n) {
            rows = edgeRows(column + j, d, depth, scratch);
            at = 0;
            stride = MatrixKernels.DEPTH_BLOCK;
        }
        sum.addTile(depth, rows, at, stride, panels, d * sum.paddedRows() + i * depth, sums, j, i, d == 0, scratch);
    }

    /* The last rows of B, where there are too few for a tile; what lies behind them changes nothing. */
    private float[] edgeRows(int row, int d, int depth, Scratch scratch) {
        float[] rows = scratch.floats(EDGE_ROWS, ROWS * MatrixKernels.DEPTH_BLOCK);
        for (int r = row; r < n; r++) {
            System.arraycopy(right.array(), right.at(r, d), rows, (r - row) * MatrixKernels.DEPTH_BLOCK, depth);
        }
        return rows;
    }
}
