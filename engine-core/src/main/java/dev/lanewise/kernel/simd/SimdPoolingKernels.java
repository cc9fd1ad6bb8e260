package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.PoolingKernels;

/** Blocks side by side in {@link Blocks2x2}, row by row, and blocks in {@link FourRows}. */
interface SimdPoolingKernels extends PoolingKernels {

    @Override
    default void maxPool2x2(float[] x, int xFrom, int width, float[] y, int yFrom, int outputHeight, int outputWidth) {
        for (int i = 0; i < outputHeight; i++) {
            Blocks2x2.maxima(x, xFrom + 2 * i * width, width, y, yFrom + i * outputWidth, outputWidth);
        }
    }

    @Override
    default void maxPool2x2Gradient(float[] x, float[] dx, int xFrom, int width, float[] y, float[] dy, int yFrom, int outputHeight,
            int outputWidth) {
        for (int i = 0; i < outputHeight; i++) {
            Blocks2x2.distribute(x, dx, xFrom + 2 * i * width, width, y, dy, yFrom + i * outputWidth, outputWidth);
        }
    }

    @Override
    default void reluMaxOfFour(float[] x, int xFrom, float bias, float[] y, int yFrom, int count) {
        FourRows.reluMaxima(x, xFrom, bias, y, yFrom, count);
    }

    @Override
    default void reluMaxOfFourGradient(float[] x, float[] dx, int xFrom, float bias, float[] y, float[] dy, int yFrom, int count) {
        FourRows.gradients(x, dx, xFrom, bias, y, dy, yFrom, count);
    }
}
