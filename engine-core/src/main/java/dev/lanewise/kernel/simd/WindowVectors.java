package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** The sums and maxima of windows at neighbouring places, and rows of pairs. */
final class WindowVectors {

    private static final int HALF = Lanes.COUNT / 2;
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOATS, lane -> 2 * lane % Lanes.COUNT);
    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(FLOATS, lane -> 2 * lane % Lanes.COUNT + 1);
    private static final VectorShuffle<Float> LOWER_TWICE = VectorShuffle.fromOp(FLOATS, lane -> lane / 2);
    private static final VectorShuffle<Float> UPPER_TWICE = VectorShuffle.fromOp(FLOATS, lane -> HALF + lane / 2);
    private static final VectorMask<Float> UPPER = VectorMask.fromLong(FLOATS, -1L << HALF);
    private static final VectorMask<Float> ODD_LANES = VectorMask.fromLong(FLOATS, 0xAAAAAAAAAAAAAAAAL);

    private WindowVectors() {}

    /** One vector of pairs: two vectors in, two out. */
    static void split(float[] x, int from, float[] plane, int evenAt, int oddAt) {
        FloatVector lower = fromArray(FLOATS, x, from);
        FloatVector upper = fromArray(FLOATS, x, from + Lanes.COUNT);
        lower.rearrange(EVEN).blend(upper.rearrange(EVEN), UPPER).intoArray(plane, evenAt);
        lower.rearrange(ODD).blend(upper.rearrange(ODD), UPPER).intoArray(plane, oddAt);
    }

    static void join(float[] plane, int evenAt, int oddAt, float[] x, int to) {
        FloatVector even = fromArray(FLOATS, plane, evenAt);
        FloatVector odd = fromArray(FLOATS, plane, oddAt);
        even.rearrange(LOWER_TWICE).blend(odd.rearrange(LOWER_TWICE), ODD_LANES).intoArray(x, to);
        even.rearrange(UPPER_TWICE).blend(odd.rearrange(UPPER_TWICE), ODD_LANES).intoArray(x, to + Lanes.COUNT);
    }

    static void sumsOf4(int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int from, float[] y, int to) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int k = 0; k < elements; k++) {
            FloatVector factor = FloatVector.broadcast(FLOATS, weight[weightFrom + k]);
            int at = from + offsets[k];
            s0 = fromArray(FLOATS, x, at).fma(factor, s0);
            s1 = fromArray(FLOATS, x, at + Lanes.COUNT).fma(factor, s1);
            s2 = fromArray(FLOATS, x, at + 2 * Lanes.COUNT).fma(factor, s2);
            s3 = fromArray(FLOATS, x, at + 3 * Lanes.COUNT).fma(factor, s3);
        }
        s0.intoArray(y, to);
        s1.intoArray(y, to + Lanes.COUNT);
        s2.intoArray(y, to + 2 * Lanes.COUNT);
        s3.intoArray(y, to + 3 * Lanes.COUNT);
    }

    static void sums(int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int from, float[] y, int to) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int k = 0; k < elements; k++) {
            sum = fromArray(FLOATS, x, from + offsets[k]).fma(FloatVector.broadcast(FLOATS, weight[weightFrom + k]), sum);
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
        FloatVector largest = fromArray(FLOATS, x, from + offsets[0]);
        for (int k = 1; k < elements; k++) {
            largest = largest.max(fromArray(FLOATS, x, from + offsets[k]));
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
            fromArray(FLOATS, x, from + i).intoArray(y, to + i);
        }
        if (i < n && n >= Lanes.COUNT) {
            fromArray(FLOATS, x, from + n - Lanes.COUNT).intoArray(y, to + n - Lanes.COUNT);
        } else {
            for (; i < n; i++) {
                y[to + i] = x[from + i];
            }
        }
    }
}
