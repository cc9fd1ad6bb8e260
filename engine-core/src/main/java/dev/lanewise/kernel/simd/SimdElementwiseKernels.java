package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.ElementwiseKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/*
 * Each function is one loop over whole vectors, and plain code for the few elements behind them: a masked vector there would double
 * the method, beyond what the JIT inlines (see VectorApproximations).
 */
/** The elementwise functions on vectors. */
interface SimdElementwiseKernels extends ElementwiseKernels {

    /** What is computed in two passes stays in the first-level cache between them. */
    int PIECE = 2048;

    @Override
    default void exp(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            VectorApproximations.exp(FloatVector.fromArray(Lanes.FLOATS, x, i)).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = Approximations.exp(x[i]);
        }
    }

    @Override
    default void expMinusOne(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            VectorApproximations.expMinusOne(FloatVector.fromArray(Lanes.FLOATS, x, i)).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = Approximations.expMinusOne(x[i]);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            VectorApproximations.log(FloatVector.fromArray(Lanes.FLOATS, x, i)).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = Approximations.log(x[i]);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            VectorApproximations.tanh(FloatVector.fromArray(Lanes.FLOATS, x, i)).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = Approximations.tanh(x[i]);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            VectorApproximations.sigmoid(FloatVector.fromArray(Lanes.FLOATS, x, i)).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = Approximations.sigmoid(x[i]);
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
            largeErfc(x, y, piece, end);
            normalDistributionFromLarge(x, y, piece, end);
        }
    }

    private static void largeErfc(float[] x, float[] y, int from, int to) {
        for (int i = from; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            VectorApproximations.largeErfc(FloatVector.fromArray(Lanes.FLOATS, x, i)).intoArray(y, i);
        }
    }

    private static void normalDistributionFromLarge(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector large = FloatVector.fromArray(Lanes.FLOATS, y, i);
            VectorApproximations.normalDistribution(FloatVector.fromArray(Lanes.FLOATS, x, i), large).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = Approximations.normalDistribution(x[i]);
        }
    }

    @Override
    default void geluGradient(float[] x, float[] distribution, float[] dy, float[] dx, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            FloatVector slope = v.mul(VectorApproximations.normalDensity(v)).add(FloatVector.fromArray(Lanes.FLOATS, distribution, i));
            slope.mul(FloatVector.fromArray(Lanes.FLOATS, dy, i)).intoArray(dx, i);
        }
        for (; i < to; i++) {
            dx[i] = dy[i] * (distribution[i] + x[i] * Approximations.normalDensity(x[i]));
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
