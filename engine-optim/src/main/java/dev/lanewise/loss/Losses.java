package dev.lanewise.loss;

import dev.lanewise.op.CrossEntropy;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** The usual losses, each the mean over a batch. */
public final class Losses {

    private Losses() {}

    /**
     * −ln of the probability that softmax gives to the right class. Takes the scores before softmax ("logits").
     *
     * @param logits {@code [batch, classes]}
     * @param labels {@code [batch]}, each at least 0 and below the number of classes
     */
    public static Tensor crossEntropy(Tensor logits, IntTensor labels) {
        return CrossEntropy.softmaxCrossEntropy(logits, labels);
    }
}
