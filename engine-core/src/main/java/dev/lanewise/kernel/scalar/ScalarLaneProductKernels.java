package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.LaneProductKernels;

/** Four partial sums at a time, along the whole rows: four chains of multiply-adds that do not wait for one another. */
interface ScalarLaneProductKernels extends LaneProductKernels {

    /** Partial sums at a time. */
    int CHAINS = 4;

    @Override
    default void addLaneProducts(int rows, int columns, int n, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] sums) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int left = aOffset + i * aStride;
                int right = bOffset + j * bStride;
                int sum = (i * columns + j) * SUM_LANES;
                for (int lane = 0; lane < SUM_LANES; lane += CHAINS) {
                    addChains(n - lane, a, left + lane, b, right + lane, sums, sum + lane);
                }
            }
        }
    }

    private static void addChains(int n, float[] a, int left, float[] b, int right, float[] sums, int at) {
        float sum0 = sums[at];
        float sum1 = sums[at + 1];
        float sum2 = sums[at + 2];
        float sum3 = sums[at + 3];
        int p = 0;
        for (; p <= n - CHAINS; p += SUM_LANES) {
            sum0 = FusedMultiplyAdd.fma(a[left + p], b[right + p], sum0);
            sum1 = FusedMultiplyAdd.fma(a[left + p + 1], b[right + p + 1], sum1);
            sum2 = FusedMultiplyAdd.fma(a[left + p + 2], b[right + p + 2], sum2);
            sum3 = FusedMultiplyAdd.fma(a[left + p + 3], b[right + p + 3], sum3);
        }
        sums[at] = sum0;
        sums[at + 1] = sum1;
        sums[at + 2] = sum2;
        sums[at + 3] = sum3;
        for (int lane = 0; lane < n - p; lane++) { // the last, where there are fewer than four
            sums[at + lane] = FusedMultiplyAdd.fma(a[left + p + lane], b[right + p + lane], sums[at + lane]);
        }
    }
}
