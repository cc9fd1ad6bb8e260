package dev.lanewise.kernel;

/**
 * The steps of layer normalization along one row. Rows and weights lie at different offsets of their arrays, which keeps the JIT from
 * vectorizing the plain loops.
 *
 * <p>Each element's result depends on that element alone and is equal in every implementation.
 */
public interface NormalizationKernels {

    /** {@code y[yFrom + i] = fma((x[xFrom + i] − center)·scale, weight[i], bias[i])} for i &lt; n. */
    void standardize(float[] x, int xFrom, float center, float scale, float[] weight, float[] bias, float[] y, int yFrom, int n);

    /** {@code y[yFrom + i] = x[xFrom + i]·weight[i]} for i &lt; n. */
    void weigh(float[] x, int xFrom, float[] weight, float[] y, int yFrom, int n);

    /**
     * One row's share of the gradients of weights and biases, for i &lt; n:
     *
     * <pre>{@code
     * sums[at + i] = fma((x[from + i] - center) * scale, dy[from + i], sums[at + i]);
     * sums[at + n + i] += dy[from + i];
     * }</pre>
     */
    void addStandardizedProducts(float[] x, float[] dy, int from, float center, float scale, float[] sums, int at, int n);
}
