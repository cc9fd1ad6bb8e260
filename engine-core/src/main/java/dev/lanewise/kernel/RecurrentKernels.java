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

    /** The argument of a GRU's n gate: {@code n[j] = fma(r[j], apart[j], n[j])} with gates r, z, n and the third gate of {@code apart}. */
    void gruCandidate(int n, float[] gates, int gatesAt, float[] apart, int apartAt);

    /** The state of a GRU from its gates r, z, n and the state before: {@code hidden[j] = fma(z[j], before[j] - n[j], n[j])}. */
    void gruState(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] hidden, int hiddenAt);

    /**
     * The way back through a GRU's cell:
     *
     * <pre>{@code
     * for (int j = 0; j < n; j++) {
     *     float dn = dh[j] * (1 - z) * (1 - n²);
     *     float dr = dn * apart(n) * (r - r²), dz = dh[j] * (before - n) * (z - z²);
     *     (r, z, n)[j] = (dr, dz, dn);
     *     apart(r, z, n)[j] = (dr, dz, dn * r);
     *     dh[j] = dh[j] * z;
     * }
     * }</pre>
     *
     * @param gates r, z, n, which are replaced by the gradients before their activations
     * @param apart what the state before contributes to each gate, of which n is read; replaced by its gradients
     */
    void gruGradient(int n, float[] gates, int gatesAt, float[] apart, int apartAt, float[] before, int beforeAt, float[] dHidden,
            int dHiddenAt);

    /** {@code dx[dxAt + j] = dy[dyAt + j] * y′} for j &lt; n, where y′ is 1 − y², or for relu 1 where y is positive and 0 elsewhere. */
    void cellGradient(int n, boolean relu, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt);

    /** {@code y[yAt + j] = a[aAt + j] * b[bAt + j]} for j &lt; n. */
    void productOfRows(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt);

    /** {@code y[yAt + j] += x[xAt + j]} for j &lt; n. */
    void addToRow(int n, float[] x, int xAt, float[] y, int yAt);
}
