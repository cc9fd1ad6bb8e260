package dev.lanewise.kernel;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

/** Dot products as scalar chains, eight of them at a time, so that a processor can start one while the others wait for their last step. */
public final class ScalarChains {

    private ScalarChains() {}

    /** {@link MatrixKernels#rowTimesTransposed}. */
    public static void rowTimesTransposed(
            int depth, int columns, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        int j = 0;
        for (; j <= columns - 8; j += 8) {
            eight(depth, x, xOffset, xStride, b, bOffset + j * bStride, bStride, y, yOffset + j);
        }
        for (; j < columns; j++) {
            float sum = 0f;
            for (int k = 0; k < depth; k++) {
                sum = fma(x[xOffset + k * xStride], b[bOffset + j * bStride + k], sum);
            }
            y[yOffset + j] = sum;
        }
    }

    private static void eight(
            int depth, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        for (int k = 0; k < depth; k++) {
            float xk = x[xOffset + k * xStride];
            int row = bOffset + k;
            s0 = fma(xk, b[row], s0);
            s1 = fma(xk, b[row + bStride], s1);
            s2 = fma(xk, b[row + 2 * bStride], s2);
            s3 = fma(xk, b[row + 3 * bStride], s3);
            s4 = fma(xk, b[row + 4 * bStride], s4);
            s5 = fma(xk, b[row + 5 * bStride], s5);
            s6 = fma(xk, b[row + 6 * bStride], s6);
            s7 = fma(xk, b[row + 7 * bStride], s7);
        }
        y[yOffset] = s0;
        y[yOffset + 1] = s1;
        y[yOffset + 2] = s2;
        y[yOffset + 3] = s3;
        y[yOffset + 4] = s4;
        y[yOffset + 5] = s5;
        y[yOffset + 6] = s6;
        y[yOffset + 7] = s7;
    }
}
