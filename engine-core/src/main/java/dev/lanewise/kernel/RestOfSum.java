package dev.lanewise.kernel;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

/**
 * The last terms of a sum, those that fill no block of virtual lanes; see {@link ReductionKernels}. The same plain code for all
 * kernels: masked vectors are no faster for so few, and a masked load that the JIT does not inline becomes objects.
 */
public final class RestOfSum {

    private RestOfSum() {}

    /** Σ x[i]. */
    public static float sum(float[] x, int from, int to) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        int i = from;
        for (; i <= to - 4; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        s0 = i < to ? s0 + x[i] : s0;
        s1 = i + 1 < to ? s1 + x[i + 1] : s1;
        s2 = i + 2 < to ? s2 + x[i + 2] : s2;
        return s0 + s2 + (s1 + s3);
    }

    /** Σ (x[xFrom + i] − center)·y[yFrom + i] for i &lt; n. */
    public static float centeredDot(float[] x, int xFrom, float center, float[] y, int yFrom, int n) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        int i = 0;
        for (; i <= n - 4; i += 4) {
            s0 = fma(x[xFrom + i] - center, y[yFrom + i], s0);
            s1 = fma(x[xFrom + i + 1] - center, y[yFrom + i + 1], s1);
            s2 = fma(x[xFrom + i + 2] - center, y[yFrom + i + 2], s2);
            s3 = fma(x[xFrom + i + 3] - center, y[yFrom + i + 3], s3);
        }
        s0 = i < n ? fma(x[xFrom + i] - center, y[yFrom + i], s0) : s0;
        s1 = i + 1 < n ? fma(x[xFrom + i + 1] - center, y[yFrom + i + 1], s1) : s1;
        s2 = i + 2 < n ? fma(x[xFrom + i + 2] - center, y[yFrom + i + 2], s2) : s2;
        return s0 + s2 + (s1 + s3);
    }

    /** Σ x[xFrom + i]·y[yFrom + i] for i &lt; n. */
    public static float dot(float[] x, int xFrom, float[] y, int yFrom, int n) {
        return centeredDot(x, xFrom, 0f, y, yFrom, n);
    }

    /** Σ (x[i] − center)². */
    public static float squaredDistance(float[] x, float center, int from, int to) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        int i = from;
        for (; i <= to - 4; i += 4) {
            float d0 = x[i] - center;
            float d1 = x[i + 1] - center;
            float d2 = x[i + 2] - center;
            float d3 = x[i + 3] - center;
            s0 = fma(d0, d0, s0);
            s1 = fma(d1, d1, s1);
            s2 = fma(d2, d2, s2);
            s3 = fma(d3, d3, s3);
        }
        s0 = i < to ? fma(x[i] - center, x[i] - center, s0) : s0;
        s1 = i + 1 < to ? fma(x[i + 1] - center, x[i + 1] - center, s1) : s1;
        s2 = i + 2 < to ? fma(x[i + 2] - center, x[i + 2] - center, s2) : s2;
        return s0 + s2 + (s1 + s3);
    }
}
