package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.NormalizationKernels;

/** Element after element, as the contract writes it. */
interface ScalarNormalizationKernels extends NormalizationKernels {

    @Override
    default void standardize(float[] x, int xFrom, float center, float scale, float[] weight, float[] bias, float[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = FusedMultiplyAdd.fma((x[xFrom + i] - center) * scale, weight[i], bias[i]);
        }
    }

    @Override
    default void weigh(float[] x, int xFrom, float[] weight, float[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = x[xFrom + i] * weight[i];
        }
    }

    @Override
    default void addStandardizedProducts(float[] x, float[] dy, int from, float center, float scale, float[] sums, int at, int n) {
        for (int i = 0; i < n; i++) {
            sums[at + i] = FusedMultiplyAdd.fma((x[from + i] - center) * scale, dy[from + i], sums[at + i]);
            sums[at + n + i] += dy[from + i];
        }
    }
}
