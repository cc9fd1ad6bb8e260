package dev.lanewise.kernel;

/**
 * A window that moves over one plane, whose pixels lie so that element k of the window is always {@code offsets[k]} floats from the
 * window's place: sums and maxima of shifted runs. Place (r, c) begins at {@code x[xFrom + r * xPitch + c]}, and its result is
 * {@code y[yFrom + r * yPitch + c]}, for {@code r < rows} and {@code c < columns}.
 *
 * <p>Each place's result depends on its own window alone and is equal in every implementation.
 */
public interface WindowKernels {

    /**
     * The weighted sum of each window, in the order of its elements; results below 0 become 0 if {@code relu}:
     *
     * <pre>{@code
     * float sum = 0;
     * for (int k = 0; k < elements; k++) sum = fma(weight[weightFrom + k], x[place + offsets[k]], sum);
     * y[…] = activation(sum + bias);
     * }</pre>
     */
    void windowSums(int rows, int columns, int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int xFrom, int xPitch,
            float bias, boolean relu, float[] y, int yFrom, int yPitch);

    /** The largest element of each window; NaN if there is one in it. There is at least one element. */
    void windowMaxima(int rows, int columns, int elements, int[] offsets, float[] x, int xFrom, int xPitch, float[] y, int yFrom,
            int yPitch);

    /**
     * Gives gradients to those who are the maximum, for i &lt; n:
     *
     * <pre>{@code
     * if (x[xFrom + i] == y[i]) {
     *     dx[xFrom + i] += dy[i];
     *     y[i] = NaN; // equals nothing any more
     * }
     * }</pre>
     */
    void giveToMaxima(int n, float[] x, int xFrom, float[] y, float[] dy, float[] dx);
}
