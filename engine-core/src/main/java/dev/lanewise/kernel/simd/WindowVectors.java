package dev.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** The sums and maxima of windows at neighbouring places, and rows of pairs. */
final class WindowVectors {

    private static final int HALF = Lanes.COUNT / 2;
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(Lanes.FLOATS, lane -> 2 * lane % Lanes.COUNT);
    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(Lanes.FLOATS, lane -> 2 * lane % Lanes.COUNT + 1);
    private static final VectorShuffle<Float> LOWER_TWICE = VectorShuffle.fromOp(Lanes.FLOATS, lane -> lane / 2);
    private static final VectorShuffle<Float> UPPER_TWICE = VectorShuffle.fromOp(Lanes.FLOATS, lane -> HALF + lane / 2);
    private static final VectorMask<Float> UPPER = VectorMask.fromLong(Lanes.FLOATS, -1L << HALF);
    private static final VectorMask<Float> ODD_LANES = VectorMask.fromLong(Lanes.FLOATS, 0xAAAAAAAAAAAAAAAAL);

    private WindowVectors() {}

    /** One vector of pairs: two vectors in, two out. */
    static void split(float[] x, int from, float[] plane, int evenAt, int oddAt) {
        FloatVector lower = load(x, from);
        FloatVector upper = load(x, from + Lanes.COUNT);
        lower.rearrange(EVEN).blend(upper.rearrange(EVEN), UPPER).intoArray(plane, evenAt);
        lower.rearrange(ODD).blend(upper.rearrange(ODD), UPPER).intoArray(plane, oddAt);
    }

    static void join(float[] plane, int evenAt, int oddAt, float[] x, int to) {
        FloatVector even = load(plane, evenAt);
        FloatVector odd = load(plane, oddAt);
        even.rearrange(LOWER_TWICE).blend(odd.rearrange(LOWER_TWICE), ODD_LANES).intoArray(x, to);
        even.rearrange(UPPER_TWICE).blend(odd.rearrange(UPPER_TWICE), ODD_LANES).intoArray(x, to + Lanes.COUNT);
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(Lanes.FLOATS, x, at);
    }

    static void sumsOf4(int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int from, float[] y, int to) {
        FloatVector s0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int k = 0; k < elements; k++) {
            FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, weight[weightFrom + k]);
            int at = from + offsets[k];
            s0 = load(x, at).fma(factor, s0);
            s1 = load(x, at + Lanes.COUNT).fma(factor, s1);
            s2 = load(x, at + 2 * Lanes.COUNT).fma(factor, s2);
            s3 = load(x, at + 3 * Lanes.COUNT).fma(factor, s3);
        }
        s0.intoArray(y, to);
        s1.intoArray(y, to + Lanes.COUNT);
        s2.intoArray(y, to + 2 * Lanes.COUNT);
        s3.intoArray(y, to + 3 * Lanes.COUNT);
    }

    static void sums(int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int from, float[] y, int to) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        for (int k = 0; k < elements; k++) {
            sum = load(x, from + offsets[k]).fma(FloatVector.broadcast(Lanes.FLOATS, weight[weightFrom + k]), sum);
        }
        sum.intoArray(y, to);
    }

    static float sum(int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int from) {
        float sum = 0f;
        for (int k = 0; k < elements; k++) {
            sum = Math.fma(weight[weightFrom + k], x[from + offsets[k]], sum);
        }
        return sum;
    }

    static void maxima(int elements, int[] offsets, float[] x, int from, float[] y, int to) {
        FloatVector largest = load(x, from + offsets[0]);
        for (int k = 1; k < elements; k++) {
            largest = largest.max(load(x, from + offsets[k]));
        }
        largest.intoArray(y, to);
    }

    static float maximum(int elements, int[] offsets, float[] x, int from) {
        float largest = x[from + offsets[0]];
        for (int k = 1; k < elements; k++) {
            largest = Math.max(largest, x[from + offsets[k]]);
        }
        return largest;
    }

    /** A short copy, which begins sooner than {@link System#arraycopy}. */
    static void copy(int n, float[] x, int from, float[] y, int to) {
        int i = 0;
        for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
            load(x, from + i).intoArray(y, to + i);
        }
        if (i < n && n >= Lanes.COUNT) {
            load(x, from + n - Lanes.COUNT).intoArray(y, to + n - Lanes.COUNT);
        } else {
            for (; i < n; i++) {
                y[to + i] = x[from + i];
            }
        }
    }
}
