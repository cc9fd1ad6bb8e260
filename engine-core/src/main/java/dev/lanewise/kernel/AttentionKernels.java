package dev.lanewise.kernel;

/**
 * The rows of an attention's scores, in place. Each element's result depends on that element alone and is equal in every implementation.
 */
public interface AttentionKernels {

    /** Below this argument {@link #expOfScores} gives 0: e^x would soon be no normal float, and adds nothing to a sum with 1. */
    float SMALLEST_ARGUMENT = -87f;

    /**
     * Scores to probabilities, or to multiples of them: {@code x[i] = e^(x[i]·scale − shift)} for from ≤ i &lt; to, the argument by one fused multiply-add; 0
     * where it is below {@link #SMALLEST_ARGUMENT}.
     *
     * @param shift at least the largest {@code x[i]·scale}, but for rounding
     */
    void expOfScores(float[] x, float scale, float shift, int from, int to);

    /** The gradients of scores: {@code slopes[i] = probabilities[i]·(slopes[i] − mean)·scale} for from ≤ i &lt; to. */
    void scoreGradients(float[] probabilities, float[] slopes, float mean, float scale, int from, int to);
}
