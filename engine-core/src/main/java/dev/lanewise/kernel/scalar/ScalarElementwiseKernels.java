package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.ElementwiseKernels;

/** Each function, element after element. */
interface ScalarElementwiseKernels extends ElementwiseKernels {

    @Override
    default void exp(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Approximations.exp(x[i]);
        }
    }

    @Override
    default void expMinusOne(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Approximations.expMinusOne(x[i]);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Approximations.log(x[i]);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Approximations.tanh(x[i]);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Approximations.sigmoid(x[i]);
        }
    }

    @Override
    default void gelu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] * Approximations.normalDistribution(x[i]);
        }
    }

    @Override
    default void normalDistribution(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Approximations.normalDistribution(x[i]);
        }
    }

    @Override
    default void geluGradient(float[] x, float[] distribution, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (distribution[i] + x[i] * Approximations.normalDensity(x[i]));
        }
    }

    @Override
    default void relu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] < 0f ? 0f : x[i];
        }
    }

    @Override
    default void reluGradient(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = y[i] > 0f ? dy[i] : 0f;
        }
    }
}
