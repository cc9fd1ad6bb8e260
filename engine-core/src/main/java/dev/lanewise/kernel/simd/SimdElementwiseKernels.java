package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.ElementwiseKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/*
 * Each function is a loop over whole vectors and one masked vector at the end. The loops are static methods of their own, without
 * lambdas: a vector that passes through one becomes an object.
 */
/** The elementwise functions on vectors. */
interface SimdElementwiseKernels extends ElementwiseKernels {

    @Override
    default void exp(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            VectorApproximations.exp(v).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i, rest);
            VectorApproximations.exp(v).intoArray(y, i, rest);
        }
    }

    @Override
    default void log(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            VectorApproximations.log(v).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i, rest);
            VectorApproximations.log(v).intoArray(y, i, rest);
        }
    }

    @Override
    default void tanh(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            VectorApproximations.tanh(v).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i, rest);
            VectorApproximations.tanh(v).intoArray(y, i, rest);
        }
    }

    @Override
    default void sigmoid(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            VectorApproximations.sigmoid(v).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i, rest);
            VectorApproximations.sigmoid(v).intoArray(y, i, rest);
        }
    }

    @Override
    default void gelu(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            v.mul(VectorApproximations.normalDistribution(v)).intoArray(y, i);
        }
        if (i < to) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i, rest);
            v.mul(VectorApproximations.normalDistribution(v)).intoArray(y, i, rest);
        }
    }

    @Override
    default void geluGradient(float[] x, float[] dy, float[] dx, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            FloatVector.fromArray(Lanes.FLOATS, dy, i).mul(geluSlope(v)).intoArray(dx, i);
        }
        if (i < to) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i, rest);
            FloatVector.fromArray(Lanes.FLOATS, dy, i, rest).mul(geluSlope(v)).intoArray(dx, i, rest);
        }
    }

    private static FloatVector geluSlope(FloatVector v) {
        return VectorApproximations.normalDistribution(v).add(v.mul(VectorApproximations.normalDensity(v)));
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
