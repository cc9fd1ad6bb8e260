package dev.lanewise.train;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Some examples at once. A data set may write the next batch into the same storage: copy what is to be kept.
 *
 * @param inputs {@code [batch, …]}
 * @param labels {@code [batch]}
 */
public record Batch(Tensor inputs, IntTensor labels) {

    /**
     * Checks that there are as many labels as inputs.
     *
     * @throws IllegalArgumentException if not
     */
    public Batch {
        if (inputs.shape().rank() == 0 || inputs.dimension(0) != labels.shape().dimension(0)) {
            throw new IllegalArgumentException("batch: inputs " + inputs.shape() + " and labels " + labels.shape()
                    + " must agree in their first dimension, the number of examples");
        }
    }

    /** The {@linkplain #inputs() inputs}, where they are images: {@code [batch, channels, height, width]}. */
    public Tensor images() {
        return inputs;
    }

    /** The number of examples. */
    public int size() {
        return inputs.dimension(0);
    }
}
