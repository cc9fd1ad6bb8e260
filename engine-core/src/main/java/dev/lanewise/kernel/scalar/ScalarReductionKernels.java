package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.ReductionKernels;

/** Each sum over its virtual lanes, as the contract writes it. */
interface ScalarReductionKernels extends ReductionKernels {

    @Override
    default float sum(float[] x, int from, int to) {
        float[] lane = new float[LANES];
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            for (int l = 0; l < LANES; l++) {
                lane[l] += x[i + l];
            }
        }
        for (int l = 0; i < to; i++, l++) {
            lane[l] += x[i];
        }
        return ReductionKernels.join(lane);
    }

    @Override
    default float dot(float[] x, int xFrom, float[] y, int yFrom, int n) {
        float[] lane = new float[LANES];
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            for (int l = 0; l < LANES; l++) {
                lane[l] = FusedMultiplyAdd.fma(x[xFrom + i + l], y[yFrom + i + l], lane[l]);
            }
        }
        for (int l = 0; i < n; i++, l++) {
            lane[l] = FusedMultiplyAdd.fma(x[xFrom + i], y[yFrom + i], lane[l]);
        }
        return ReductionKernels.join(lane);
    }

    @Override
    default float squaredDistance(float[] x, float center, int from, int to) {
        float[] lane = new float[LANES];
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            for (int l = 0; l < LANES; l++) {
                float distance = x[i + l] - center;
                lane[l] = FusedMultiplyAdd.fma(distance, distance, lane[l]);
            }
        }
        for (int l = 0; i < to; i++, l++) {
            float distance = x[i] - center;
            lane[l] = FusedMultiplyAdd.fma(distance, distance, lane[l]);
        }
        return ReductionKernels.join(lane);
    }

    @Override
    default float centeredDot(float[] x, int xFrom, float center, float[] y, int yFrom, int n) {
        float[] lane = new float[LANES];
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            for (int l = 0; l < LANES; l++) {
                lane[l] = FusedMultiplyAdd.fma(x[xFrom + i + l] - center, y[yFrom + i + l], lane[l]);
            }
        }
        for (int l = 0; i < n; i++, l++) {
            lane[l] = FusedMultiplyAdd.fma(x[xFrom + i] - center, y[yFrom + i], lane[l]);
        }
        return ReductionKernels.join(lane);
    }

    @Override
    default float max(float[] x, int from, int to) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, x[i]);
        }
        return largest;
    }

    @Override
    default float expAndSum(float[] x, float shift, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Approximations.exp(x[i] - shift);
        }
        return sum(y, from, to);
    }
}
