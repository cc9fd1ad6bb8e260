package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.lanewise.kernel.NormalizationKernels;
import jdk.incubator.vector.FloatVector;

/** Whole vectors, and plain code for the elements that fill none. */
interface SimdNormalizationKernels extends NormalizationKernels {

    @Override
    default void standardize(float[] x, int xFrom, float center, float scale, float[] weight, float[] bias, float[] y, int yFrom, int n) {
        FloatVector centers = FloatVector.broadcast(FLOATS, center);
        FloatVector scales = FloatVector.broadcast(FLOATS, scale);
        int i = 0;
        for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
            fromArray(FLOATS, x, xFrom + i).sub(centers).mul(scales).fma(fromArray(FLOATS, weight, i), fromArray(FLOATS, bias, i))
                    .intoArray(y, yFrom + i);
        }
        for (; i < n; i++) {
            y[yFrom + i] = Math.fma((x[xFrom + i] - center) * scale, weight[i], bias[i]);
        }
    }

    @Override
    default void weigh(float[] x, int xFrom, float[] weight, float[] y, int yFrom, int n) {
        int i = 0;
        for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
            fromArray(FLOATS, x, xFrom + i).mul(fromArray(FLOATS, weight, i)).intoArray(y, yFrom + i);
        }
        for (; i < n; i++) {
            y[yFrom + i] = x[xFrom + i] * weight[i];
        }
    }

    @Override
    default void addStandardizedProducts(float[] x, float[] dy, int from, float center, float scale, float[] sums, int at, int n) {
        FloatVector centers = FloatVector.broadcast(FLOATS, center);
        FloatVector scales = FloatVector.broadcast(FLOATS, scale);
        int i = 0;
        for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector gradients = fromArray(FLOATS, dy, from + i);
            fromArray(FLOATS, x, from + i).sub(centers).mul(scales).fma(gradients, fromArray(FLOATS, sums, at + i)).intoArray(sums, at + i);
            fromArray(FLOATS, sums, at + n + i).add(gradients).intoArray(sums, at + n + i);
        }
        for (; i < n; i++) {
            sums[at + i] = Math.fma((x[from + i] - center) * scale, dy[from + i], sums[at + i]);
            sums[at + n + i] += dy[from + i];
        }
    }
}
