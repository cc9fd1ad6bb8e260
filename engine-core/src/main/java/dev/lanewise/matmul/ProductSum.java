package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Scratch;

/**
 * A sum of products Aᵀ·B [m, n] over blocks of k, in the calling thread and without any allocation. The bits are those of
 * {@link MatrixProduct#accumulate}, block after block.
 */
public final class ProductSum {

    private static final Kernels KERNELS = Kernels.active();
    private static final int ROWS = KERNELS.tileRows();
    private static final float[] NO_BIAS = new float[0];

    /* Scratch slots. */
    private static final int LEFT_PANEL = 0;
    private static final int RIGHT_PANELS = 1;
    private static final int TILE = 2;

    private ProductSum() {}

    /**
     * c += aᵀ·b. Takes slots 0 to 2 of the scratch.
     *
     * @param a [k, m] from {@code aOffset} on
     * @param b [k, n] from {@code bOffset} on
     * @param c [m, n] from {@code cOffset} on
     */
    public static void add(int k, int m, int n, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, Scratch scratch) {
        for (int d = 0; d < k; d += MatrixKernels.DEPTH_BLOCK) {
            int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
            addBlock(depth, m, n, a, aOffset + d * m, b, bOffset + d * n, c, cOffset, scratch);
        }
    }

    private static void addBlock(
            int depth, int m, int n, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, Scratch scratch) {
        int width = KERNELS.tileColumns(n);
        float[] left = scratch.floats(LEFT_PANEL, ROWS * MatrixKernels.DEPTH_BLOCK);
        float[] right = scratch.floats(RIGHT_PANELS, PackedMatrix.paddedColumns(n) * MatrixKernels.DEPTH_BLOCK);
        float[] tile = scratch.floats(TILE, ROWS * width);
        for (int j = 0; j < n; j += width) {
            KERNELS.packRows(depth, Math.min(width, n - j), b, bOffset + j, n, right, j * depth, width);
        }
        for (int i = 0; i < m; i += ROWS) {
            int rows = Math.min(ROWS, m - i);
            KERNELS.packRows(depth, rows, a, aOffset + i, m, left, 0, ROWS);
            for (int j = 0; j < n; j += width) {
                KERNELS.productTile(depth, width, left, 0, right, j * depth, tile, 0, width);
                KERNELS.finish(rows, Math.min(width, n - j), tile, 0, width, c, cOffset + i * n + j, n, NO_BIAS, 0,
                        MatrixKernels.ADD_TO_OUTPUT);
            }
        }
    }
}
