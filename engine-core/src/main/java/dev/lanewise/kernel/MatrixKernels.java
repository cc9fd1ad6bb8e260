package dev.lanewise.kernel;

/**
 * The inner parts of a matrix product. What surrounds them (blocking, packing, edges, threads) is written once, for all machines.
 *
 * <p>Every implementation computes each output as one chain of fused multiply-adds in the order of k, starting from +0:
 *
 * <pre>{@code
 * float s = 0;
 * for (int k = 0; k < depth; k++) s = fma(left[k], right[k], s);
 * }</pre>
 *
 * with at most {@link #DEPTH_BLOCK} steps in a chain. Longer sums are cut into such blocks, joined by addition in their order. The
 * constant belongs to the engine, not to a machine: it decides the bits.
 *
 * <p>A <em>panel</em> holds a few rows of the left matrix (or columns of the right one), its <em>width</em>, for all k of a block;
 * those that belong to one k lie side by side: {@code panel[k * width + i]}.
 */
public interface MatrixKernels {

    /** The longest chain of multiply-adds; a deeper product is a sum of chains of this length and one shorter. */
    int DEPTH_BLOCK = 384;

    /** Flags of {@link #finish}, applied in this order: add the old output, add the bias, cut off below zero. */
    int ADD_TO_OUTPUT = 1;

    /** c[i][j] += bias[j]. */
    int BIAS_PER_COLUMN = 2;

    /** c[i][j] += bias[i]. */
    int BIAS_PER_ROW = 4;

    /** c[i][j] = c[i][j] &lt; 0 ? 0 : c[i][j], so that NaN stays NaN. */
    int RELU = 8;

    /** The width of a left panel, and the number of rows of a tile. */
    int tileRows();

    /** The width of a right panel, and the number of columns of a tile, for a product with n columns. */
    int tileColumns(int n);

    /**
     * One tile of sums from two panels:
     *
     * <pre>{@code
     * for (int i = 0; i < tileRows(); i++)
     *     for (int j = 0; j < columns; j++)
     *         sums[offset + i * stride + j] = Σ left[leftOffset + k * tileRows() + i] * right[rightOffset + k * columns + j];
     * }</pre>
     *
     * @param columns {@link #tileColumns} of this product
     */
    void productTile(
            int depth, int columns, float[] left, int leftOffset, float[] right, int rightOffset, float[] sums, int offset, int stride);

    /**
     * The same with the left rows as they are stored, without a panel:
     * {@code sums[offset + i * stride + j] = Σ left[leftOffset + i * leftStride + k] * right[rightOffset + k * columns + j]}.
     */
    void productTileOfRows(
            int depth, int columns, float[] left, int leftOffset, int leftStride, float[] right, int rightOffset,
            float[] sums, int offset, int stride);

    /**
     * The same with chains that do not start from +0 but from what is in another array, or in {@code sums} itself:
     * {@code sums[offset + i * stride + j] = begin[beginOffset + i * beginStride + j] + Σ …}.
     */
    void continuedTileOfRows(
            int depth, int columns, float[] left, int leftOffset, int leftStride, float[] right, int rightOffset,
            float[] begin, int beginOffset, int beginStride, float[] sums, int offset, int stride);

    /**
     * Brings sums to their place, which may be where they are:
     *
     * <pre>{@code
     * for (int i = 0; i < rows; i++)
     *     for (int j = 0; j < columns; j++)
     *         c[cOffset + i * cStride + j] = finish(sums[sumsOffset + i * sumsStride + j]);
     * }</pre>
     *
     * @param bias read at {@code biasOffset + i} or {@code biasOffset + j}; anything when {@code finish} asks for none
     * @param finish any of the flags, together
     */
    void finish(
            int rows, int columns, float[] sums, int sumsOffset, int sumsStride,
            float[] c, int cOffset, int cStride, float[] bias, int biasOffset, int finish);

    /**
     * A few rows of outputs, without packing:
     * {@code y[yOffset + i * yStride + j] = Σ x[xOffset + i * xRowStride + k * xStride] * b[bOffset + k * bStride + j]} for i &lt; rows and
     * j &lt; columns. The rows of y do not overlap.
     */
    void rowsTimesMatrix(
            int rows, int depth, int columns, float[] x, int xOffset, int xRowStride, int xStride, float[] b, int bOffset, int bStride,
            float[] y, int yOffset, int yStride);

    /**
     * One row with the matrix in panels of {@code width}, each {@code panelStride} after the one before, whose chains start from what y holds. It
     * writes whole panels, so y has room for {@code columns} rounded up to the width.
     */
    void rowTimesPanels(
            int depth, int columns, float[] x, int xOffset, int xStride,
            float[] panels, int panelsOffset, int panelStride, int width, float[] y, int yOffset);

    /** {@code panel[panelOffset + k * width + i] = source[sourceOffset + k * sourceStride + i]} for i &lt; count, 0 for the others. */
    void packRows(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width);

    /** {@code panel[panelOffset + k * width + i] = source[sourceOffset + i * sourceStride + k]} for i &lt; count, 0 for the others. */
    void packColumns(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width);
}
