package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.AttentionKernels;
import jdk.incubator.vector.FloatVector;

/** The rows of an attention's scores on vectors. */
interface SimdAttentionKernels extends AttentionKernels {

    @Override
    default void expOfScores(float[] x, float scale, float shift, int from, int to) {
        int whole = to - (to - from) % Lanes.COUNT;
        VectorApproximations.expOfScore(x, scale, -shift, x, from, whole);
        for (int i = whole; i < to; i++) {
            x[i] = Approximations.expOfScore(x[i], scale, shift);
        }
    }

    @Override
    default void scoreGradients(float[] probabilities, float[] slopes, float mean, float scale, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector distance = FloatVector.fromArray(Lanes.FLOATS, slopes, i).sub(mean);
            FloatVector.fromArray(Lanes.FLOATS, probabilities, i).mul(distance).mul(scale).intoArray(slopes, i);
        }
        for (; i < to; i++) {
            slopes[i] = probabilities[i] * (slopes[i] - mean) * scale;
        }
    }
}
