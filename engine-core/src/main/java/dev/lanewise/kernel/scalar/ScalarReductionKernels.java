package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.ReductionKernels;
import dev.lanewise.kernel.RestOfSum;

/** Each sum over its virtual lanes, as the contract writes it. */
interface ScalarReductionKernels extends ReductionKernels {

    @Override
    default float sum(float[] x, int from, int to) {
        int whole = to - (to - from) % LANES;
        if (whole == from) {
            return RestOfSum.sum(x, from, to);
        }
        float[] lane = new float[LANES];
        for (int i = from; i < whole; i += LANES) {
            for (int l = 0; l < LANES; l++) {
                lane[l] += x[i + l];
            }
        }
        return ReductionKernels.join(lane) + RestOfSum.sum(x, whole, to);
    }

    @Override
    default float dot(float[] x, int xFrom, float[] y, int yFrom, int n) {
        int whole = n - n % LANES;
        if (whole == 0) {
            return RestOfSum.dot(x, xFrom, y, yFrom, n);
        }
        float[] lane = new float[LANES];
        for (int i = 0; i < whole; i += LANES) {
            for (int l = 0; l < LANES; l++) {
                lane[l] = FusedMultiplyAdd.fma(x[xFrom + i + l], y[yFrom + i + l], lane[l]);
            }
        }
        return ReductionKernels.join(lane) + RestOfSum.dot(x, xFrom + whole, y, yFrom + whole, n - whole);
    }

    @Override
    default float squaredDistance(float[] x, float center, int from, int to) {
        int whole = to - (to - from) % LANES;
        if (whole == from) {
            return RestOfSum.squaredDistance(x, center, from, to);
        }
        float[] lane = new float[LANES];
        for (int i = from; i < whole; i += LANES) {
            for (int l = 0; l < LANES; l++) {
                float distance = x[i + l] - center;
                lane[l] = FusedMultiplyAdd.fma(distance, distance, lane[l]);
            }
        }
        return ReductionKernels.join(lane) + RestOfSum.squaredDistance(x, center, whole, to);
    }

    @Override
    default float centeredDot(float[] x, int xFrom, float center, float[] y, int yFrom, int n) {
        int whole = n - n % LANES;
        if (whole == 0) {
            return RestOfSum.centeredDot(x, xFrom, center, y, yFrom, n);
        }
        float[] lane = new float[LANES];
        for (int i = 0; i < whole; i += LANES) {
            for (int l = 0; l < LANES; l++) {
                lane[l] = FusedMultiplyAdd.fma(x[xFrom + i + l] - center, y[yFrom + i + l], lane[l]);
            }
        }
        return ReductionKernels.join(lane) + RestOfSum.centeredDot(x, xFrom + whole, center, y, yFrom + whole, n - whole);
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
            y[i] = Approximations.expOfScore(x[i], 1f, shift);
        }
        return sum(y, from, to);
    }
}
