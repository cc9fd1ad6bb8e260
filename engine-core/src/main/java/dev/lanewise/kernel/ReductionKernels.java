package dev.lanewise.kernel;

/**
 * Many values to one. Every sum of n terms uses the same {@value #LANES} virtual lanes and the same tree, whatever the hardware's
 * width, and four more for the terms that fill no block of lanes, so that its bits are equal everywhere:
 *
 * <pre>{@code
 * float[] lane = new float[LANES];
 * float[] rest = new float[4];
 * int whole = n - n % LANES;
 * for (int i = 0; i < whole; i++) lane[i % LANES] += term(i);
 * for (int i = whole; i < n; i++) rest[i % 4] += term(i);
 * for (int half = LANES / 2; half > 0; half /= 2)
 *     for (int l = 0; l < half; l++) lane[l] += lane[l + half];
 * return lane[0] + ((rest[0] + rest[2]) + (rest[1] + rest[3]));
 * }</pre>
 */
public interface ReductionKernels {

    /** The number of virtual lanes of every sum. */
    int LANES = 32;

    /** Σ x[i]. */
    float sum(float[] x, int from, int to);

    /** Σ x[xFrom + i]·y[yFrom + i] for i &lt; n, each term joined by one fused multiply-add. */
    float dot(float[] x, int xFrom, float[] y, int yFrom, int n);

    /** Σ (x[i] − center)², each term joined by one fused multiply-add. */
    float squaredDistance(float[] x, float center, int from, int to);

    /** Σ (x[xFrom + i] − center)·y[yFrom + i] for i &lt; n, each term joined by one fused multiply-add. */
    float centeredDot(float[] x, int xFrom, float center, float[] y, int yFrom, int n);

    /** The largest x[i], −∞ for an empty range; NaN if there is one. */
    float max(float[] x, int from, int to);

    /**
     * y[i] = e^(x[i] − shift), or 0 where that is tiny (see {@link AttentionKernels#SMALLEST_ARGUMENT}), where y is another array than x; returns Σ y[i].
     *
     * @param shift at least the largest x[i]
     */
    float expAndSum(float[] x, float shift, float[] y, int from, int to);

    /** Joins the virtual lanes in the one fixed tree. */
    static float join(float[] lane) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lane[l] += lane[l + half];
            }
        }
        return lane[0];
    }
}
