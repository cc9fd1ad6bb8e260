package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.ElementwiseKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/*
 * Each function is a loop over whole vectors, and plain code for the few elements behind them: a masked vector there would double
 * the method, beyond what the JIT inlines (see VectorApproximations).
 */
/** The elementwise functions on vectors. */
interface SimdElementwiseKernels extends ElementwiseKernels {

    /** What is computed in two passes stays in the first-level cache between them. */
    int PIECE = 2048;

    @Override
    default void exp(float[] x, float[] y, int from, int to) {
        for (int i = VectorApproximations.exp(1f, x, y, from, to); i < to; i++) {
            y[i] = Approximations.exp(x[i]);
        }
    }

    @Override
    default void expMinusOne(float[] x, float[] y, int from, int to) {
        for (int i = VectorApproximations.expMinusOne(x, y, from, to); i < to; i++) {
            y[i] = Approximations.expMinusOne(x[i]);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        for (int i = VectorApproximations.log(x, y, from, to); i < to; i++) {
            y[i] = Approximations.log(x[i]);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        for (int i = VectorApproximations.tanh(x, y, from, to); i < to; i++) {
            y[i] = Approximations.tanh(x[i]);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        for (int piece = from; piece < to; piece += PIECE) {
            int end = Math.min(piece + PIECE, to);
            for (int i = VectorApproximations.sigmoid(x, y, piece, end); i < end; i++) {
                y[i] = Approximations.sigmoid(x[i]);
            }
        }
    }

    @Override
    default void gelu(float[] x, float[] y, int from, int to) {
        for (int piece = from; piece < to; piece += PIECE) {
            int end = Math.min(piece + PIECE, to);
            normalDistribution(x, y, piece, end);
            for (int i = piece; i < end; i++) {
                y[i] *= x[i];
            }
        }
    }

    @Override
    default void normalDistribution(float[] x, float[] y, int from, int to) {
        for (int piece = from; piece < to; piece += PIECE) {
            int end = Math.min(piece + PIECE, to);
            for (int i = VectorApproximations.normalDistribution(x, y, piece, end); i < end; i++) {
                y[i] = Approximations.normalDistribution(x[i]);
            }
        }
    }

    @Override
    default void geluGradient(float[] x, float[] distribution, float[] dy, float[] dx, int from, int to) {
        for (int piece = from; piece < to; piece += PIECE) {
            int end = Math.min(piece + PIECE, to);
            for (int i = VectorApproximations.normalDensity(x, dx, piece, end); i < end; i++) {
                dx[i] = Approximations.normalDensity(x[i]);
            }
            for (int i = piece; i < end; i++) {
                dx[i] = dy[i] * (distribution[i] + x[i] * dx[i]);
            }
        }
    }

    @Override
    default void relu(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            v.blend(0f, v.compare(VectorOperators.LT, 0f)).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = x[i] < 0f ? 0f : x[i];
        }
    }

    @Override
    default void reluGradient(float[] y, float[] dy, float[] dx, int from, int to) {
        FloatVector zero = FloatVector.zero(Lanes.FLOATS);
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            VectorMask<Float> positive = FloatVector.fromArray(Lanes.FLOATS, y, i).compare(VectorOperators.GT, zero);
            zero.blend(FloatVector.fromArray(Lanes.FLOATS, dy, i), positive).intoArray(dx, i);
        }
        for (; i < to; i++) {
            dx[i] = y[i] > 0f ? dy[i] : 0f;
        }
    }
}
