package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Scratch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The product of some rows with a packed matrix in the calling thread, without any allocation: for products that follow one another by the
 * hundred, such as the time steps of a recurrent network.
 *
 * <pre>
 *   a block of k
 *     one panel of the packed matrix                first-level cache
 *       a few rows, as they are stored              a tile of outputs in registers
 * </pre>
 *
 * <p>Each output is one chain of fused multiply-adds in the order of k. It starts from what is added to the product, so that nobody has
 * to add it. (A {@link MatrixProduct} has several chains, where its sums are long, and adds to their sum.)
 */
public final class PackedProduct {

    private static final Kernels KERNELS = Kernels.active();
    private static final int ROWS = KERNELS.tileRows();

    /** So many rows behind the last whole tile are computed one by one; more, as a tile of which a part is thrown away. */
    private static final int SINGLE_ROWS = 3;

    /* Scratch slots. */
    private static final int TILE = 0;
    private static final int LAST_ROWS = 1;
    private static final int ZEROS = 2;

    private PackedProduct() {}

    /**
     * c = left·right + bias, with {@code rows} rows that are stored one after the other, in both. Takes slots 0 to 2 of the scratch.
     *
     * @param left rows of {@link PackedMatrix#k} elements, from {@code leftOffset} on
     * @param bias an element for each column
     * @param c rows of {@link PackedMatrix#n} elements, from {@code cOffset} on
     */
    public static void multiply(
            int rows, float[] left, int leftOffset, PackedMatrix right, float @Nullable [] bias, float[] c, int cOffset, Scratch scratch) {
        float[] row = bias == null ? zeros(right.n(), scratch) : bias;
        compute(rows, left, leftOffset, right, row, c, cOffset, scratch);
    }

    /** c += left·right, likewise. */
    public static void accumulate(int rows, float[] left, int leftOffset, PackedMatrix right, float[] c, int cOffset, Scratch scratch) {
        compute(rows, left, leftOffset, right, null, c, cOffset, scratch);
    }

    private static float[] zeros(int count, Scratch scratch) {
        float[] zeros = scratch.floats(ZEROS, count);
        Arrays.fill(zeros, 0, count, 0f);
        return zeros;
    }

    /* Every row of c begins with one row, or with what is there. */
    private static void compute(
            int rows, float[] left, int leftOffset, PackedMatrix right, float @Nullable [] beginning, float[] c, int cOffset, Scratch scratch) {
        int k = right.k();
        int tiled = rows % ROWS > SINGLE_ROWS ? rows : rows - rows % ROWS;
        for (int d = 0; d == 0 || d < k; d += MatrixKernels.DEPTH_BLOCK) {
            float[] begin = d == 0 ? beginning : null;
            if (tiled > 0) {
                tiles(tiled, left, leftOffset, right, d, begin, c, cOffset, scratch);
            }
            for (int i = tiled; i < rows; i++) {
                row(left, leftOffset + i * k, right, d, begin, c, cOffset + i * right.n(), scratch);
            }
        }
    }

    private static void tiles(
            int rows, float[] left, int leftOffset, PackedMatrix right, int d, float @Nullable [] begin, float[] c, int cOffset,
            Scratch scratch) {
        int k = right.k();
        int n = right.n();
        int width = right.width();
        int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
        int whole = rows - rows % ROWS;
        float[] lastRows = scratch.floats(LAST_ROWS, ROWS * depth);
        copy(rows - whole, depth, left, leftOffset + whole * k + d, k, lastRows, 0, depth);
        float[] tile = scratch.floats(TILE, ROWS * width);
        for (int j = 0; j < n; j += width) {
            int panel = right.panelAt(d, depth, j);
            int columns = Math.min(width, n - j);
            for (int i = 0; i < rows; i += ROWS) {
                int at = cOffset + i * n + j;
                int l = leftOffset + i * k + d;
                float[] from = begin == null ? c : begin;
                int fromAt = begin == null ? at : j;
                int fromStride = begin == null ? n : 0;
                if (i < whole && columns == width) {
                    KERNELS.continuedTileOfRows(depth, width, left, l, k, right.panels(), panel, from, fromAt, fromStride, c, at, n);
                    continue;
                }
                int count = Math.min(ROWS, rows - i);
                copy(count, columns, from, fromAt, fromStride, tile, 0, width);
                if (i < whole) {
                    KERNELS.continuedTileOfRows(depth, width, left, l, k, right.panels(), panel, tile, 0, width, tile, 0, width);
                } else {
                    KERNELS.continuedTileOfRows(depth, width, lastRows, 0, depth, right.panels(), panel, tile, 0, width, tile, 0, width);
                }
                copy(count, columns, tile, 0, width, c, at, n);
            }
        }
    }

    private static void copy(
            int rows, int columns, float[] source, int sourceOffset, int sourceStride, float[] target, int targetOffset, int targetStride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(source, sourceOffset + i * sourceStride, target, targetOffset + i * targetStride, columns);
        }
    }

    private static void row(
            float[] left, int leftOffset, PackedMatrix right, int d, float @Nullable [] begin, float[] c, int cOffset, Scratch scratch) {
        int n = right.n();
        int width = right.width();
        int depth = Math.min(MatrixKernels.DEPTH_BLOCK, right.k() - d);
        if (begin != null) {
            System.arraycopy(begin, 0, c, cOffset, n);
        }
        boolean wholePanels = n % width == 0;
        float[] y = wholePanels ? c : scratch.floats(TILE, n + width);
        int at = wholePanels ? cOffset : 0;
        if (!wholePanels) {
            System.arraycopy(c, cOffset, y, 0, n);
        }
        KERNELS.rowTimesPanels(depth, n, left, leftOffset + d, 1, right.panels(), right.panelAt(d, depth, 0), width * depth, width, y, at);
        if (!wholePanels) {
            System.arraycopy(y, 0, c, cOffset, n);
        }
    }
}
