package dev.lanewise.kernel.simd;

import jdk.incubator.vector.FloatVector;

/** The sums and maxima of windows at neighbouring places. */
final class WindowVectors {

    private WindowVectors() {}

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(Lanes.FLOATS, x, at);
    }

    private static void store(FloatVector sum, float bias, boolean relu, float[] y, int to) {
        FloatVector shifted = sum.add(bias);
        if (relu) {
            shifted = shifted.blend(0f, shifted.lt(0f));
        }
        shifted.intoArray(y, to);
    }

    static void sumsOf4(int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int from, float bias, boolean relu,
            float[] y, int to) {
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
        store(s0, bias, relu, y, to);
        store(s1, bias, relu, y, to + Lanes.COUNT);
        store(s2, bias, relu, y, to + 2 * Lanes.COUNT);
        store(s3, bias, relu, y, to + 3 * Lanes.COUNT);
    }

    static void sums(int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int from, float bias, boolean relu,
            float[] y, int to) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        for (int k = 0; k < elements; k++) {
            sum = load(x, from + offsets[k]).fma(FloatVector.broadcast(Lanes.FLOATS, weight[weightFrom + k]), sum);
        }
        store(sum, bias, relu, y, to);
    }

    static float sum(int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int from, float bias, boolean relu) {
        float sum = 0f;
        for (int k = 0; k < elements; k++) {
            sum = Math.fma(weight[weightFrom + k], x[from + offsets[k]], sum);
        }
        sum += bias;
        return relu && sum < 0 ? 0f : sum;
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
}
