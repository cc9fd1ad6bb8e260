package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.FourFloats;
import dev.lanewise.kernel.PoolingKernels;

/** Block after block. */
interface ScalarPoolingKernels extends PoolingKernels {

    @Override
    default void maxPool2x2(float[] x, int xFrom, int width, float[] y, int yFrom, int outputHeight, int outputWidth) {
        for (int i = 0; i < outputHeight; i++) {
            int top = xFrom + 2 * i * width;
            int at = yFrom + i * outputWidth;
            for (int j = 0; j < outputWidth; j++) {
                int left = top + 2 * j;
                y[at + j] = Math.max(Math.max(x[left], x[left + 1]), Math.max(x[left + width], x[left + width + 1]));
            }
        }
    }

    @Override
    default void maxPool2x2Gradient(float[] x, float[] dx, int xFrom, int width, float[] y, float[] dy, int yFrom, int outputHeight,
            int outputWidth) {
        for (int i = 0; i < outputHeight; i++) {
            int top = xFrom + 2 * i * width;
            int at = yFrom + i * outputWidth;
            for (int j = 0; j < outputWidth; j++) {
                int left = top + 2 * j;
                float largest = y[at + j];
                float gradient = dy[at + j];
                boolean first = x[left] == largest;
                boolean second = !first && x[left + 1] == largest;
                boolean third = !first && !second && x[left + width] == largest;
                boolean fourth = !first && !second && !third && x[left + width + 1] == largest;
                dx[left] = first ? gradient : 0f;
                dx[left + 1] = second ? gradient : 0f;
                dx[left + width] = third ? gradient : 0f;
                dx[left + width + 1] = fourth ? gradient : 0f;
            }
        }
    }

    @Override
    default void reluMaxOfFour(float[] x, int xFrom, float bias, float[] y, int yFrom, int count) {
        for (int i = 0; i < count; i++) {
            y[yFrom + i] = FourFloats.reluMax(x, xFrom + i, count, bias);
        }
    }

    @Override
    default void reluMaxOfFourGradient(float[] x, float[] dx, int xFrom, float bias, float[] y, float[] dy, int yFrom, int count) {
        for (int i = 0; i < count; i++) {
            FourFloats.gradient(x, dx, xFrom + i, count, bias, y[yFrom + i], dy[yFrom + i]);
        }
    }
}
