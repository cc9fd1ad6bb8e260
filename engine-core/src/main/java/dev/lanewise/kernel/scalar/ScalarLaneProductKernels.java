package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.LaneProductKernels;

/** Row by row; the loop over the lanes is one that the JIT vectorizes. */
interface ScalarLaneProductKernels extends LaneProductKernels {

    @Override
    default void addLaneProducts(int rows, int columns, int n, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] sums) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int left = aOffset + i * aStride;
                int right = bOffset + j * bStride;
                int sum = (i * columns + j) * SUM_LANES;
                for (int p = 0; p < n; p += SUM_LANES) {
                    int count = Math.min(SUM_LANES, n - p);
                    for (int lane = 0; lane < count; lane++) {
                        sums[sum + lane] = FusedMultiplyAdd.fma(a[left + p + lane], b[right + p + lane], sums[sum + lane]);
                    }
                }
            }
        }
    }
}
