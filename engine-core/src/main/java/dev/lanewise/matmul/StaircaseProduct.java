package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Scratch;

/*
 * All run in the calling thread, as parts of a parallel loop. Tiles read rows as they are stored wherever they can: then nothing but
 * the right matrix is packed, once for many rows.
 */
/**
 * Products with a matrix that has the shape of stairs, such as the scores of a causal attention: of rows {@value #STEP}·g to {@value #STEP}·g + 7
 * only the first {@code ends[g]} columns matter, and the ends never descend. What is behind them takes no time.
 *
 * <p>Each output has the bits that {@link MatrixProduct} gives it, if what is behind the ends counts as zeros. Takes slots {@value #PANEL} and {@value #TILE} of the
 * scratch.
 */
public final class StaircaseProduct {

    /** The rows of one stair. */
    public static final int STEP = 8;

    private static final Kernels KERNELS = Kernels.active();
    private static final int ROWS = KERNELS.tileRows();
    private static final float[] NO_BIAS = new float[0];

    private static final int PANEL = Scratch.SLOTS - 2;
    private static final int TILE = Scratch.SLOTS - 1;

    private StaircaseProduct() {}

    /** A number of rows, or of columns, rounded up to whole stairs. */
    public static int padded(int count) {
        return Math.ceilDiv(count, STEP) * STEP;
    }

    /**
     * The stairs are the result: {@code c[i * cStride + j] = Σ left[leftAt + i * leftStride + k]·right[k][j]} for j &lt; ends[i / STEP].
     * Behind the ends anything may be written, up to whole panels and whole stairs.
     */
    public static void toStairs(int rows, int[] ends, float[] left, int leftAt, int leftStride, PackedMatrix right, float[] c, int cStride,
            Scratch scratch) {
        int width = right.width();
        int k = right.k();
        for (int d = 0; d < k; d += MatrixKernels.DEPTH_BLOCK) {
            int depth = Math.min(MatrixKernels.DEPTH_BLOCK, k - d);
            for (int j = 0; j < right.n(); j += width) {
                int panel = right.panelAt(d, depth, j);
                for (int i = 0; i < rows; i += ROWS) {
                    if (j >= ends[i / STEP]) {
                        continue;
                    }
                    boolean add = d > 0;
                    float[] tile = add ? scratch.floats(TILE, ROWS * width) : c;
                    int tileAt = add ? 0 : i * cStride + j;
                    int tileStride = add ? width : cStride;
                    int at = leftAt + i * leftStride + d;
                    if (i + ROWS <= rows) {
                        KERNELS.productTileOfRows(depth, width, left, at, leftStride, right.panels(), panel, tile, tileAt, tileStride);
                    } else { // no row behind the last is read
                        float[] edge = scratch.floats(PANEL, ROWS * MatrixKernels.DEPTH_BLOCK);
                        KERNELS.packColumns(depth, rows - i, left, at, leftStride, edge, 0, ROWS);
                        KERNELS.productTile(depth, width, edge, 0, right.panels(), panel, tile, tileAt, tileStride);
                    }
                    if (add) {
                        KERNELS.finish(ROWS, width, tile, 0, width, c, i * cStride + j, cStride, NO_BIAS, 0, MatrixKernels.ADD_TO_OUTPUT);
                    }
                }
            }
        }
    }

    /**
     * The stairs are the left matrix: {@code c[cAt + i * cStride + j] = Σ stairs[i * stairsStride + k]·right[k][j]} over k &lt; ends[i /
     * STEP], or that added to c.
     *
     * @param stairs {@link #padded} of them; those behind the last change nothing
     */
    public static void ofStairs(int rows, int[] ends, float[] stairs, int stairsStride, PackedMatrix right, float[] c, int cAt, int cStride,
            boolean accumulate, Scratch scratch) {
        int width = right.width();
        for (int i = 0; i < rows; i += ROWS) {
            int end = ends[i / STEP];
            for (int d = 0; d == 0 || d < end; d += MatrixKernels.DEPTH_BLOCK) {
                int depth = Math.min(MatrixKernels.DEPTH_BLOCK, end - d);
                int packed = Math.min(MatrixKernels.DEPTH_BLOCK, right.k() - d); // the depth that the panels have here
                for (int j = 0; j < right.n(); j += width) {
                    int count = Math.min(ROWS, rows - i);
                    int columns = Math.min(width, right.n() - j);
                    boolean add = accumulate || d > 0;
                    boolean direct = !add && count == ROWS && columns == width;
                    float[] tile = direct ? c : scratch.floats(TILE, ROWS * width);
                    KERNELS.productTileOfRows(depth, width, stairs, i * stairsStride + d, stairsStride, right.panels(), right.panelAt(d, packed, j), tile,
                            direct ? cAt + i * cStride + j : 0, direct ? cStride : width);
                    if (!direct) {
                        KERNELS.finish(count, columns, tile, 0, width, c, cAt + i * cStride + j, cStride, NO_BIAS, 0,
                                add ? MatrixKernels.ADD_TO_OUTPUT : 0);
                    }
                }
            }
        }
    }

    /**
     * The stairs, turned round, are the left matrix: {@code c[cAt + k * cStride + j] = Σ stairs[i * stairsStride + k]·right[i][j]} over the rows i
     * with k &lt; ends[i / STEP], or that added to c, for k &lt; columns.
     *
     * @param stairs 0 behind a row's end, up to the next multiple of {@value #STEP}
     * @param right with as many terms as there are rows, at most {@link MatrixKernels#DEPTH_BLOCK}
     */
    public static void ofTurnedStairs(int columns, int[] ends, float[] stairs, int stairsStride, PackedMatrix right, float[] c, int cAt, int cStride,
            boolean accumulate, Scratch scratch) {
        int width = right.width();
        int rows = right.k();
        float[] panel = scratch.floats(PANEL, ROWS * MatrixKernels.DEPTH_BLOCK);
        int first = 0;
        for (int k = 0; k < columns; k += ROWS) {
            while (first < rows && ends[first / STEP] <= k) {
                first += STEP;
            }
            int depth = Math.max(0, rows - first);
            int count = Math.min(ROWS, columns - k);
            KERNELS.packRows(depth, count, stairs, first * stairsStride + k, stairsStride, panel, 0, ROWS);
            for (int j = 0; j < right.n(); j += width) {
                int taken = Math.min(width, right.n() - j);
                boolean direct = !accumulate && count == ROWS && taken == width;
                float[] tile = direct ? c : scratch.floats(TILE, ROWS * width);
                KERNELS.productTile(depth, width, panel, 0, right.panels(), right.panelAt(0, rows, j) + first * width, tile,
                        direct ? cAt + k * cStride + j : 0, direct ? cStride : width);
                if (!direct) {
                    KERNELS.finish(count, taken, tile, 0, width, c, cAt + k * cStride + j, cStride, NO_BIAS, 0,
                            accumulate ? MatrixKernels.ADD_TO_OUTPUT : 0);
                }
            }
        }
    }
}
