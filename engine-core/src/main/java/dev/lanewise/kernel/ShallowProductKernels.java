package dev.lanewise.kernel;

/**
 * Matrix products with few terms and wide rows, such as a first convolution's: with nine terms an output, packing would cost as much as
 * the product.
 */
public interface ShallowProductKernels {

    /** As wide a right matrix every implementation takes: a constant, for those whose bits depend on what they choose. */
    int COLUMNS_FOR_ALL = 32;

    /** The narrowest right matrix that {@link #shallowProduct} takes, at most {@link #COLUMNS_FOR_ALL}. */
    int shallowColumns();

    /**
     * The same bits as a {@link MatrixKernels matrix product} of one block:
     *
     * <pre>{@code
     * for (int i = 0; i < rows; i++)
     *     for (int j = 0; j < columns; j++) {
     *         float s = 0;
     *         for (int k = 0; k < depth; k++) s = fma(a[aOffset + i * depth + k], b[bOffset + k * bStride + j], s);
     *         c[cOffset + i * cStride + j] = s;
     *     }
     * }</pre>
     *
     * @param columns at least {@link #shallowColumns}
     * @param depth at most {@link MatrixKernels#DEPTH_BLOCK}
     */
    void shallowProduct(int rows, int columns, int depth, float[] a, int aOffset, float[] b, int bOffset, int bStride, float[] c,
            int cOffset, int cStride);
}
