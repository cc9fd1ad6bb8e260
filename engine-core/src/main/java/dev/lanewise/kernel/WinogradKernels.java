package dev.lanewise.kernel;

/**
 * The steps of a convolution with three weights that computes two outputs from four inputs with four products instead of six, along one
 * direction of an image: F(2, 3) (Winograd, <i>Arithmetic Complexity of Computations</i>, 1980; Lavin and Gray, <i>Fast Algorithms for
 * Convolutional Neural Networks</i>, 2016):
 *
 * <pre>
 *   y = Aᵀ (G g ⊙ Bᵀ d)
 * </pre>
 *
 * <p>Each method does one step for many neighbours at once: {@code count} numbers behind each other, for each of {@code runs}. Operand i of
 * number n of run r is {@code x[from + i * step + r * runStep + n]}, and its result i is {@code y[to + i * toStep + r * toRunStep + n]}. There
 * are as many numbers as a multiple of {@value #LANES}. Sums are taken from left to right, as they are written here.
 */
public interface WinogradKernels {

    /** The number of neighbours is a multiple of this, so that any vector divides it. */
    int LANES = 16;

    /** Bᵀ: (d0 − d2, d1 + d2, d2 − d1, d1 − d3) of the inputs d. */
    void winogradInput(int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep);

    /** B, added: y0 += v0, y1 += v1 − v2 + v3, y2 += v1 + v2 − v0, y3 −= v3. One run after the other: they may add to the same places. */
    void winogradInputGradient(int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep);

    /** Aᵀ: (m0 + m1 + m2, m1 − m2 − m3) of the four products m. */
    void winogradOutput(int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep);

    /** A: (y0, y0 + y1, y0 − y1, −y1) of the gradients of the two outputs. */
    void winogradOutputGradient(int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep);
}
