package dev.lanewise.kernel;

/**
 * The cells of recurrent networks, row by row. A row of gates holds n values of each gate, one gate after the other; the other arrays hold n
 * values, each from an offset of its own on, which is why the JIT does not vectorize these loops by itself.
 */
public interface RecurrentKernels {

    /**
     * The cell of an LSTM from its gates i, f, g, o, which are activated, and the cell before:
     *
     * <pre>{@code
     * for (int j = 0; j < n; j++)
     *     cell[cellAt + j] = fma(f[j], before[beforeAt + j], i[j] * g[j]);
     * }</pre>
     */
    void lstmCell(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] cell, int cellAt);

    /**
     * The way back through an LSTM's cell, with a = activation(c), whose slope is a′ = 1 − a², or 1 where a is positive and 0 elsewhere for relu,
     * and the same for g:
     *
     * <pre>{@code
     * for (int j = 0; j < n; j++) {
     *     float dc = fma(dh[j] * o[j], a′[j], dCell[j]);
     *     dCell[j] = dc * f[j];
     *     (i, f, g, o)[j] = (dc * g * (i - i * i), dc * before * (f - f * f), dc * i * g′, dh * a * (o - o * o))[j];
     * }
     * }</pre>
     *
     * @param gates i, f, g, o, which are replaced by the gradients before their activations
     * @param dCell the gradient of the cell, which is replaced by that of the cell before
     */
    void lstmGradient(int n, boolean relu, float[] gates, int gatesAt, float[] before, int beforeAt, float[] activated, int activatedAt,
            float[] dHidden, int dHiddenAt, float[] dCell, int dCellAt);

    /** {@code y[yAt + j] = a[aAt + j] * b[bAt + j]} for j &lt; n. */
    void productOfRows(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt);

    /** {@code y[yAt + j] += x[xAt + j]} for j &lt; n. */
    void addToRow(int n, float[] x, int xAt, float[] y, int yAt);
}
