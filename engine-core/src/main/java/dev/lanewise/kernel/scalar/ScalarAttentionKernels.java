package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.AttentionKernels;

/** Element after element, as the contract writes it. */
interface ScalarAttentionKernels extends AttentionKernels {

    @Override
    default void expOfScores(float[] x, float scale, float shift, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = Approximations.expOfScore(x[i], scale, shift);
        }
    }

    @Override
    default void scoreGradients(float[] probabilities, float[] slopes, float mean, float scale, int from, int to) {
        for (int i = from; i < to; i++) {
            slopes[i] = probabilities[i] * (slopes[i] - mean) * scale;
        }
    }
}
