package dev.lanewise.kernel;

/**
 * Maxima of the 2×2 blocks of one image: rows of {@code width} floats from {@code xFrom} on, of which each pair gives one row of
 * {@code outputWidth ≤ width / 2} floats, from {@code yFrom} on:
 *
 * <pre>{@code
 * y(i, j) = max(x(2i, 2j), x(2i, 2j + 1), x(2i + 1, 2j), x(2i + 1, 2j + 1))
 * }</pre>
 *
 * <p>The JIT vectorizes neither the reading of every second element nor the search for the maximum.
 */
public interface PoolingKernels {

    /** Writes the maxima; NaN if there is one in the block. */
    void maxPool2x2(float[] x, int xFrom, int width, float[] y, int yFrom, int outputHeight, int outputWidth);

    /**
     * For each block, dx = dy at the first of its four elements, in the order above, that equals the maximum y, and 0 at the others; dx
     * lies as x does. Elements outside of the blocks are not written.
     */
    void maxPool2x2Gradient(float[] x, float[] dx, int xFrom, int width, float[] y, float[] dy, int yFrom, int outputHeight,
            int outputWidth);

    /**
     * Bias, maximum and relu over four rows of {@code count} floats that lie one after the other:
     *
     * <pre>{@code
     * m = max(x[xFrom + i], x[xFrom + count + i], x[xFrom + 2 * count + i], x[xFrom + 3 * count + i]) + bias
     * y[yFrom + i] = m < 0 ? 0 : m, NaN if there is one
     * }</pre>
     *
     * The bits are those of the bias added and relu applied first, since rounding never changes an order.
     */
    void reluMaxOfFour(float[] x, int xFrom, float bias, float[] y, int yFrom, int count);

    /** The gradient of x: dx = dy at the first of the four whose sum with the bias is y, if y &gt; 0, and 0 at the others; dx lies as x does. */
    void reluMaxOfFourGradient(float[] x, float[] dx, int xFrom, float bias, float[] y, float[] dy, int yFrom, int count);
}
