package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Scratch;

/**
 * A sum of products A·Bᵀ [m, n] over blocks of k, with the rows of A and B as they are stored. It is kept turned round, as tiles along the
 * rows of A write it, until it is complete; so the rows of B are read as they are, and only those of A are packed. The bits are
 * those of {@link MatrixProduct#accumulate}, block after block.
 */
public final class TurnedSum {

    private static final Kernels KERNELS = Kernels.active();
    static final int ROWS = KERNELS.tileRows();
    private static final float[] NO_BIAS = new float[0];

    /* Scratch slots. */
    private static final int PANELS = 0;
    private static final int TILE = 1;

    private final int m;
    private final int n;
    private final int width;
    private final int paddedRows;

    /** For sums of products with m rows and n columns. */
    public TurnedSum(int m, int n) {
        this.m = m;
        this.n = n;
        width = KERNELS.tileColumns(m);
        paddedRows = Math.ceilDiv(m, width) * width;
    }

    /** How many floats the sum takes while it is turned round. */
    public int size() {
        return rowsOfB() * paddedRows;
    }

    /** How many rows of B are read: n, rounded up to whole tiles; what the last ones hold changes nothing. */
    public int rowsOfB() {
        return Math.ceilDiv(n, ROWS) * ROWS;
    }

    /**
     * Adds one product. Takes slots 0 and 1 of the scratch.
     *
     * @param depth its k, at most {@link MatrixKernels#DEPTH_BLOCK}
     * @param a the rows of A
     * @param b the rows of B, {@link #rowsOfB} of them
     */
    public void add(int depth, Matrix a, float[] b, int bStride, float[] sums, Scratch scratch) {
        float[] panels = scratch.floats(PANELS, paddedRows * MatrixKernels.DEPTH_BLOCK);
        pack(a, 0, depth, panels, 0);
        for (int j = 0; j < n; j += ROWS) {
            for (int i = 0; i < m; i += width) {
                addTile(depth, b, j * bStride, bStride, panels, i * depth, sums, j, i, false, scratch);
            }
        }
    }

    int paddedRows() {
        return paddedRows;
    }

    int width() {
        return width;
    }

    /** Packs the rows of A from element d on: one panel after the other. */
    void pack(Matrix a, int d, int depth, float[] panels, int at) {
        for (int i = 0; i < m; i += width) {
            a.pack(i, Math.min(width, m - i), d, depth, panels, at + i * depth, width);
        }
    }

    /** Adds one tile, {@code j} rows of B and {@code i} rows of A further on; the first of a place may find anything there. */
    void addTile(int depth, float[] b, int bAt, int bStride, float[] panels, int panelAt, float[] sums, int j, int i, boolean first,
            Scratch scratch) {
        int at = j * paddedRows + i;
        if (first) {
            KERNELS.productTileOfRows(depth, width, b, bAt, bStride, panels, panelAt, sums, at, paddedRows);
            return;
        }
        float[] tile = scratch.floats(TILE, ROWS * width);
        KERNELS.productTileOfRows(depth, width, b, bAt, bStride, panels, panelAt, tile, 0, width);
        KERNELS.finish(ROWS, width, tile, 0, width, sums, at, paddedRows, NO_BIAS, 0, MatrixKernels.ADD_TO_OUTPUT);
    }

    /** Writes the sum, the right way round. */
    public void write(float[] sums, float[] c, int cOffset, int cStride) {
        for (int i = 0; i < m; i++) {
            writeRow(i, n, sums, c, cOffset + i * cStride);
        }
    }

    /** Writes the first elements of one row of the result. */
    void writeRow(int i, int count, float[] sums, float[] row, int at) {
        for (int j = 0; j < count; j++) {
            row[at + j] = sums[j * paddedRows + i];
        }
    }
}
