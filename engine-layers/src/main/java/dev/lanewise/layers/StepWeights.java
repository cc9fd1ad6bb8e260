package dev.lanewise.layers;

import static dev.lanewise.op.MaskedSoftmax.maskedSoftmax;
import static dev.lanewise.op.Softmax.softmax;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What every attention with a score of its own does with the scores. */
final class StepWeights {

    private StepWeights() {}

    /** Scores {@code [batch, …, steps]} to weights that sum up to 1; steps from a sequence's length on get 0. */
    static Tensor of(Tensor scores, @Nullable IntTensor lengths) {
        return lengths == null ? softmax(scores, -1) : maskedSoftmax(scores, lengths);
    }
}
