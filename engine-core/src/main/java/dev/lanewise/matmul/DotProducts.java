package dev.lanewise.matmul;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

/*
 * Vectors would have to lie across the rows, and turning those round costs more than it saves where each element is used once.
 */
/** Dot products of stored rows, as scalar chains: eight at a time, so that a processor starts one while the others wait for their last step. */
final class DotProducts {

    private DotProducts() {}

    /** {@code y[yOffset + j] = Σ x[xOffset + k * xStride] * b[bOffset + j * bStride + k]} for j &lt; columns. */
    static void of(
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
        int b1 = bOffset + bStride;
        int b2 = b1 + bStride;
        int b3 = b2 + bStride;
        int b4 = b3 + bStride;
        int b5 = b4 + bStride;
        int b6 = b5 + bStride;
        int b7 = b6 + bStride;
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
            s0 = fma(xk, b[bOffset + k], s0);
            s1 = fma(xk, b[b1 + k], s1);
            s2 = fma(xk, b[b2 + k], s2);
            s3 = fma(xk, b[b3 + k], s3);
            s4 = fma(xk, b[b4 + k], s4);
            s5 = fma(xk, b[b5 + k], s5);
            s6 = fma(xk, b[b6 + k], s6);
            s7 = fma(xk, b[b7 + k], s7);
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
