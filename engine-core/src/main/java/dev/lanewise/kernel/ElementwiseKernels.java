package dev.lanewise.kernel;

/**
 * Functions applied to each element of a range: {@code for (i = from; i < to; i++) y[i] = f(x[i])}. Here are only those that the
 * JIT does not vectorize by itself; sums and products of arrays are plain loops in the ops.
 *
 * <p>Each element's result depends on that element alone and is equal in every implementation. The functions are those of
 * {@link Approximations}. The output may be the input array, but for {@link #gelu}, {@link #normalDistribution} and
 * {@link #geluGradient}, which take two passes.
 */
public interface ElementwiseKernels {

    /** y = eˣ. */
    void exp(float[] x, float[] y, int from, int to);

    /** y = eˣ − 1 where x ≤ 0, without cancellation near 0; 0 elsewhere. */
    void expMinusOne(float[] x, float[] y, int from, int to);

    /** y = ln x. */
    void log(float[] x, float[] y, int from, int to);

    /** y = tanh x. */
    void tanh(float[] x, float[] y, int from, int to);

    /** y = 1 / (1 + e⁻ˣ). */
    void sigmoid(float[] x, float[] y, int from, int to);

    /** y = x·Φ(x) with Φ(x) = (1 + erf(x/√2))/2, the normal distribution function. */
    void gelu(float[] x, float[] y, int from, int to);

    /** y = Φ(x). */
    void normalDistribution(float[] x, float[] y, int from, int to);

    /** dx = dy·(distribution + x·φ(x)), where distribution is Φ(x) and φ(x) = e^(−x²/2)/√(2π). */
    void geluGradient(float[] x, float[] distribution, float[] dy, float[] dx, int from, int to);

    /** {@code y = x < 0 ? 0 : x}; −0 and NaN stay. */
    void relu(float[] x, float[] y, int from, int to);

    /** dx = y > 0 ? dy : 0. */
    void reluGradient(float[] y, float[] dy, float[] dx, int from, int to);
}
