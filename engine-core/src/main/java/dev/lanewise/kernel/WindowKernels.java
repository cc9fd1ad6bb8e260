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
     * The weighted sum of each window, in the order of its elements:
     *
     * <pre>{@code
     * float sum = 0;
     * for (int k = 0; k < elements; k++) sum = fma(weight[weightFrom + k], x[place + offsets[k]], sum);
     * y[…] = sum;
     * }</pre>
     */
    void windowSums(int rows, int columns, int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int xFrom, int xPitch,
            float[] y, int yFrom, int yPitch);

    /** The largest element of each window; NaN if there is one in it. There is at least one element. */
    void windowMaxima(int rows, int columns, int elements, int[] offsets, float[] x, int xFrom, int xPitch, float[] y, int yFrom,
            int yPitch);

    /** Cuts pairs apart: {@code plane[evenAt + i] = x[from + 2 * i]} and {@code plane[oddAt + i] = x[from + 2 * i + 1]} for i &lt; pairs. */
    void splitPairs(float[] x, int from, int pairs, float[] plane, int evenAt, int oddAt);

    /** Puts pairs together: {@code x[to + 2 * i] = plane[evenAt + i]} and {@code x[to + 2 * i + 1] = plane[oddAt + i]} for i &lt; pairs. */
    void joinPairs(float[] plane, int evenAt, int oddAt, int pairs, float[] x, int to);

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

    /**
     * What each element of a window meets at some neighbouring places, one row of a convolution's columns for each:
     * {@code rows[at + (i * width + j) * step + t] = x[from + i * xPitch + j + t]} for i &lt; height, j &lt; width and t &lt; places.
     */
    void copyWindowRows(int places, int height, int width, float[] x, int from, int xPitch, float[] rows, int at, int step);
}
