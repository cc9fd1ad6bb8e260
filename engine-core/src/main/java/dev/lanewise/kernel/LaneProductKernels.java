package dev.lanewise.kernel;

/**
 * Products of few long rows with few long rows, a·bᵀ, summed along the rows without packing them: the weight gradient of a
 * convolution with few weights, whose rows are whole images.
 *
 * <p>Unlike in {@link MatrixKernels}, vectors run along the sum here. Each output has {@value #SUM_LANES} partial sums of its own, which stay in
 * memory from call to call and are joined in one fixed tree at the end, so that the hardware's width does not show.
 */
public interface LaneProductKernels {

    /** The number of partial sums of each output. */
    int SUM_LANES = 16;

    /**
     * Adds to the partial sums of all outputs:
     *
     * <pre>{@code
     * for (int i = 0; i < rows; i++)
     *     for (int j = 0; j < columns; j++)
     *         for (int p = 0; p < n; p++) {
     *             int lane = (i * columns + j) * SUM_LANES + p % SUM_LANES;
     *             sums[lane] = fma(a[aOffset + i * aStride + p], b[bOffset + j * bStride + p], sums[lane]);
     *         }
     * }</pre>
     */
    void addLaneProducts(int rows, int columns, int n, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] sums);

    /** Joins the partial sums of {@code count} outputs: {@code y[yOffset + i]} is the sum of output i. Overwrites the partial sums. */
    static void join(float[] sums, int count, float[] y, int yOffset) {
        for (int i = 0; i < count; i++) {
            int at = i * SUM_LANES;
            for (int half = SUM_LANES / 2; half > 0; half /= 2) {
                for (int lane = at; lane < at + half; lane++) {
                    sums[lane] += sums[lane + half];
                }
            }
            y[yOffset + i] = sums[at];
        }
    }
}
