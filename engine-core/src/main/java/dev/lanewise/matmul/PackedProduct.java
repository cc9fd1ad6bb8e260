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
        float[] begin = bias == null ? zeros(right.n(), scratch) : bias;
        compute(rows, left, leftOffset, right, begin, 0, 0, c, cOffset, scratch);
    }

    /** c += left·right, likewise. */
    public static void accumulate(int rows, float[] left, int leftOffset, PackedMatrix right, float[] c, int cOffset, Scratch scratch) {
        compute(rows, left, leftOffset, right, c, cOffset, right.n(), c, cOffset, scratch);
    }

    private static float[] zeros(int count, Scratch scratch) {
        float[] zeros = scratch.floats(ZEROS, count);
        Arrays.fill(zeros, 0, count, 0f);
        return zeros;
    }

    private static void compute(
            int rows, float[] left, int leftOffset, PackedMatrix right, float[] begin, int beginOffset, int beginStride,
            float[] c, int cOffset, Scratch scratch) {
        int k = right.k();
        int n = right.n();
        int tiled = rows % ROWS > SINGLE_ROWS ? rows : rows - rows % ROWS;
        for (int d = 0; d == 0 || d < k; d += MatrixKernels.DEPTH_BLOCK) {
            float[] from = d == 0 ? begin : c;
            int fromOffset = d == 0 ? beginOffset : cOffset;
            int fromStride = d == 0 ? beginStride : n;
            int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
            if (tiled > 0) {
                tiles(tiled, left, leftOffset + d, right, d, depth, from, fromOffset, fromStride, c, cOffset, scratch);
            }
            for (int i = tiled; i < rows; i++) {
                row(left, leftOffset + i * k + d, right, d, depth, from, fromOffset + i * fromStride, c, cOffset + i * n, scratch);
            }
        }
    }

    private static void tiles(
            int rows, float[] left, int leftOffset, PackedMatrix right, int d, int depth, float[] begin, int beginOffset, int beginStride,
            float[] c, int cOffset, Scratch scratch) {
        int k = right.k();
        int n = right.n();
        int width = right.width();
        float[] tile = scratch.floats(TILE, ROWS * width);
        int whole = rows - rows % ROWS;
        float[] lastRows = scratch.floats(LAST_ROWS, ROWS * depth);
        copy(rows - whole, depth, left, leftOffset + whole * k, k, lastRows, 0, depth);
        for (int j = 0; j < n; j += width) {
            int panel = right.panelAt(d, depth, j);
            int columns = Math.min(width, n - j);
            for (int i = 0; i < rows; i += ROWS) {
                int from = beginOffset + i * beginStride + j;
                int place = cOffset + i * n + j;
                if (i < whole && columns == width) {
                    KERNELS.continuedTileOfRows(
                            depth, width, left, leftOffset + i * k, k, right.panels(), panel, begin, from, beginStride, c, place, n);
                    continue;
                }
                int count = Math.min(ROWS, rows - i);
                copy(count, columns, begin, from, beginStride, tile, 0, width);
                if (i < whole) {
                    KERNELS.continuedTileOfRows(
                            depth, width, left, leftOffset + i * k, k, right.panels(), panel, tile, 0, width, tile, 0, width);
                } else {
                    KERNELS.continuedTileOfRows(
                            depth, width, lastRows, 0, depth, right.panels(), panel, tile, 0, width, tile, 0, width);
                }
                copy(count, columns, tile, 0, width, c, place, n);
            }
        }
    }

    private static void copy(
            int rows, int columns, float[] source, int sourceOffset, int sourceStride, float[] target, int targetOffset, int targetStride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(source, sourceOffset + i * sourceStride, target, targetOffset + i * targetStride, columns);
        }
    }

    @SuppressWarnings("ReferenceEquality") // whether it is there already
    private static void row(
            float[] left, int leftOffset, PackedMatrix right, int d, int depth, float[] begin, int beginOffset, float[] c, int cOffset,
            Scratch scratch) {
        int n = right.n();
        int width = right.width();
        boolean wholePanels = n % width == 0;
        float[] y = wholePanels ? c : scratch.floats(TILE, n + width);
        int at = wholePanels ? cOffset : 0;
        if (y != begin) {
            System.arraycopy(begin, beginOffset, y, at, n);
        }
        KERNELS.rowTimesPanels(depth, n, left, leftOffset, 1, right.panels(), right.panelAt(d, depth, 0), width * depth, width, y, at);
        if (!wholePanels) {
            System.arraycopy(y, 0, c, cOffset, n);
        }
    }
}
