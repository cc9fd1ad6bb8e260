package dev.lanewise.kernel;

/**
 * Matrix products with few terms and wide rows, such as a first convolution's: with nine terms an output, packing would cost as much as
 * the product.
 */
public interface ShallowProductKernels {

    /** The narrowest right matrix that {@link #shallowProduct} takes. */
    int shallowColumns();

    /**
     * The same bits as a {@link MatrixKernels matrix product} of one block with a bias per row:
     *
     * <pre>{@code
     * for (int i = 0; i < rows; i++)
     *     for (int j = 0; j < columns; j++) {
     *         float s = 0;
     *         for (int k = 0; k < depth; k++) s = fma(a[aOffset + i * depth + k], b[bOffset + k * bStride + j], s);
     *         s += bias[biasOffset + i];
     *         c[cOffset + i * cStride + j] = relu && s < 0 ? 0 : s;
     *     }
     * }</pre>
     *
     * @param columns at least {@link #shallowColumns}
     * @param depth at most {@link MatrixKernels#DEPTH_BLOCK}
     */
    void shallowProduct(int rows, int columns, int depth, float[] a, int aOffset, float[] b, int bOffset, int bStride, float[] bias,
            int biasOffset, boolean relu, float[] c, int cOffset, int cStride);
}
