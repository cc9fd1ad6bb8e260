package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Scratch;

/**
 * The product of some rows with a packed matrix in the calling thread, without any allocation: for products that follow one another by the
 * hundred, such as the time steps of a recurrent network. The bits are those of {@link MatrixProduct}.
 *
 * <pre>
 *   a block of k
 *     one panel of the packed matrix                first-level cache
 *       a few rows, as they are stored              a tile of outputs in registers
 * </pre>
 */
public final class PackedProduct {

    private static final Kernels KERNELS = Kernels.active();
    private static final int ROWS = KERNELS.tileRows();

    /** So many rows behind the last whole tile are computed one by one; more, as a tile of which a part is thrown away. */
    private static final int SINGLE_ROWS = 3;

    private static final int SUMS = 0;
    private static final int LEFT_PANEL = 1;

    private PackedProduct() {}

    /**
     * c = epilogue(left·right), or epilogue(c + left·right), with {@code rows} rows that are stored one after the other, in both.
     *
     * @param left rows of {@link PackedMatrix#k} elements, from {@code leftOffset} on
     * @param c rows of {@link PackedMatrix#n} elements, from {@code cOffset} on
     * @param epilogue without relu
     */
    public static void compute(
            int rows, float[] left, int leftOffset, PackedMatrix right, float[] c, int cOffset, boolean accumulate, Epilogue epilogue,
            Scratch scratch) {
        int k = right.k();
        int tiled = rows - rows % ROWS;
        if (rows - tiled > SINGLE_ROWS) {
            tiled = rows;
        }
        for (int d = 0; d == 0 || d < k; d += MatrixKernels.DEPTH_BLOCK) {
            int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
            int finish = (d > 0 || accumulate ? MatrixKernels.ADD_TO_OUTPUT : 0) | (d + depth == k ? epilogue.flags : 0);
            if (tiled > 0) {
                tiles(tiled, left, leftOffset + d, right, d, depth, c, cOffset, finish, epilogue, scratch);
            }
            for (int i = tiled; i < rows; i++) {
                row(left, leftOffset + i * k + d, right, d, depth, c, cOffset + i * right.n(), finish, epilogue, scratch);
            }
        }
    }

    private static void tiles(
            int rows, float[] left, int leftOffset, PackedMatrix right, int d, int depth, float[] c, int cOffset, int finish, Epilogue epilogue,
            Scratch scratch) {
        int k = right.k();
        int n = right.n();
        int width = right.width();
        float[] sums = scratch.floats(SUMS, Math.max(ROWS * width, n + width));
        int whole = rows - rows % ROWS;
        if (whole < rows) {
            float[] rest = scratch.floats(LEFT_PANEL, ROWS * MatrixKernels.DEPTH_BLOCK);
            KERNELS.packColumns(depth, rows - whole, left, leftOffset + whole * k, k, rest, 0, ROWS);
        }
        for (int j = 0; j < n; j += width) {
            int panel = right.panelAt(d, depth, j);
            int columns = Math.min(width, n - j);
            for (int i = 0; i < rows; i += ROWS) {
                int place = cOffset + i * n + j;
                int count = Math.min(ROWS, rows - i);
                if (count < ROWS) {
                    KERNELS.productTile(depth, width, scratch.floats(LEFT_PANEL, 0), 0, right.panels(), panel, sums, 0, width);
                } else if (columns == width && (finish & MatrixKernels.ADD_TO_OUTPUT) == 0) {
                    KERNELS.productTileOfRows(depth, width, left, leftOffset + i * k, k, right.panels(), panel, c, place, n);
                    if (finish != 0) {
                        KERNELS.finish(ROWS, width, c, place, n, c, place, n, epilogue.bias, epilogue.biasAt(i, j), finish);
                    }
                    continue;
                } else {
                    KERNELS.productTileOfRows(depth, width, left, leftOffset + i * k, k, right.panels(), panel, sums, 0, width);
                }
                KERNELS.finish(count, columns, sums, 0, width, c, place, n, epilogue.bias, epilogue.biasAt(i, j), finish);
            }
        }
    }

    private static void row(
            float[] left, int leftOffset, PackedMatrix right, int d, int depth, float[] c, int cOffset, int finish, Epilogue epilogue,
            Scratch scratch) {
        int n = right.n();
        int width = right.width();
        float[] sums = scratch.floats(SUMS, n + width);
        KERNELS.rowTimesPanels(depth, n, left, leftOffset, 1, right.panels(), right.panelAt(d, depth, 0), width * depth, width, sums, 0);
        KERNELS.finish(1, n, sums, 0, n, c, cOffset, n, epilogue.bias, epilogue.biasAt(0, 0), finish);
    }
}
