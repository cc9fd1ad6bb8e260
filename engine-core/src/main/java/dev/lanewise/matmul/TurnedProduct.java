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
    private static final int ROWS = KERNELS.tileRows();
    private static final float[] NO_BIAS = new float[0];

    /** How much longer than A is high its rows must be, so that turning the result costs little. */
    private static final int LONG_ROWS = 16;

    /** Floats of A that are packed at most. */
    private static final int PACKED_FLOATS = 1 << 20;

    /** Floats of the packed A in the second-level cache at a time. */
    private static final int CACHED_FLOATS = 1 << 17;

    /** What packing takes of a product's time, about. */
    private static final int PACKING_SHARE = 8;

    private static final int PANELS = 0;
    private static final int EDGE_PANEL = 0;
    private static final int SUMS = 1;
    private static final int TILE = 2;

    private final int m;
    private final int n;
    private final int k;
    private final Matrix left;
    private final Matrix right;
    private final float[] c;
    private final int cOffset;
    private final int cStride;
    private final Epilogue epilogue;

    private final int width;
    private final int paddedRows;
    private final int columnsOfTask;

    TurnedProduct(
            int m, int n, int k, Matrix left, Matrix right,
            float[] c, int cOffset, int cStride, Epilogue epilogue, int tasks) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.c = c;
        this.cOffset = cOffset;
        this.cStride = cStride;
        this.epilogue = epilogue;
        width = KERNELS.tileColumns(m);
        paddedRows = Math.ceilDiv(m, width) * width;
        columnsOfTask = Math.ceilDiv(Math.ceilDiv(n, ROWS), tasks) * ROWS;
    }

    /** Whether this can compute the product, and should. */
    static boolean fits(int m, int n, int k, Operand left, Operand right) {
        int width = KERNELS.tileColumns(m);
        int padded = Math.ceilDiv(m, width) * width;
        return left instanceof Matrix a && a.vectorsAreRows() && right instanceof Matrix b && b.vectorsAreRows()
                && 2 * m <= n && LONG_ROWS * m <= k && n >= ROWS && 3 * padded <= 4 * m && (long) padded * k <= PACKED_FLOATS;
    }

    /** Computes all outputs, in several threads if the estimated time makes it worth while. */
    void run(long nanoseconds) {
        Scratch scratch = Scratch.borrow();
        float[] panels = scratch.floats(PANELS, paddedRows * k);
        int blocks = Math.ceilDiv(k, MatrixKernels.DEPTH_BLOCK);
        Parallel.forEach(blocks, nanoseconds / PACKING_SHARE, (block, own) -> pack(block * MatrixKernels.DEPTH_BLOCK, panels));
        Parallel.forEach(Math.ceilDiv(n, columnsOfTask), nanoseconds, (task, own) -> multiply(task * columnsOfTask, panels, own));
        scratch.giveBack();
    }

    private void pack(int d, float[] panels) {
        int depth = depthAt(d);
        for (int i = 0; i < m; i += width) {
            left.pack(i, Math.min(width, m - i), d, depth, panels, panelAt(d, i), width);
        }
    }

    private int depthAt(int d) {
        return Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
    }

    private int panelAt(int d, int row) {
        return d * paddedRows + row * depthAt(d);
    }

    /** Columns of the result from {@code column} on, which are rows here. */
    private void multiply(int column, float[] panels, Scratch scratch) {
        int columns = Math.min(columnsOfTask, n - column);
        float[] sums = scratch.floats(SUMS, columnsOfTask * paddedRows);
        int deepest = Math.max(1, CACHED_FLOATS / paddedRows / MatrixKernels.DEPTH_BLOCK) * MatrixKernels.DEPTH_BLOCK;
        for (int from = 0; from < k; from += deepest) {
            int to = Math.min(from + deepest, k);
            for (int j = 0; j < columns; j += ROWS) {
                for (int i = 0; i < m; i += width) {
                    for (int d = from; d < to; d += MatrixKernels.DEPTH_BLOCK) {
                        addTile(column + j, i, d, panels, sums, j * paddedRows + i, scratch);
                    }
                }
            }
        }
        for (int i = 0; i < m; i++) {
            writeRow(i, column, columns, sums, scratch.floats(TILE, columns));
        }
    }

    private void addTile(int column, int row, int d, float[] panels, float[] sums, int at, Scratch scratch) {
        boolean first = d == 0;
        float[] tile = first ? sums : scratch.floats(TILE, ROWS * width);
        int tileAt = first ? at : 0;
        int stride = first ? paddedRows : width;
        int depth = depthAt(d);
        if (column + ROWS <= n) {
            KERNELS.productTileOfRows(
                    depth, width, right.array(), right.at(column, d), right.stride(), panels, panelAt(d, row), tile, tileAt, stride);
        } else {
            float[] edge = scratch.floats(EDGE_PANEL, ROWS * MatrixKernels.DEPTH_BLOCK);
            right.pack(column, n - column, d, depth, edge, 0, ROWS);
            KERNELS.productTile(depth, width, edge, 0, panels, panelAt(d, row), tile, tileAt, stride);
        }
        if (!first) {
            KERNELS.finish(ROWS, width, tile, 0, width, sums, at, paddedRows, NO_BIAS, 0, MatrixKernels.ADD_TO_OUTPUT);
        }
    }

    private void writeRow(int i, int column, int columns, float[] sums, float[] row) {
        for (int j = 0; j < columns; j++) {
            row[j] = sums[j * paddedRows + i];
        }
        KERNELS.finish(
                1, columns, row, 0, columns, c, cOffset + i * cStride + column, cStride, epilogue.bias, epilogue.biasAt(i, column), epilogue.flags);
    }
}
