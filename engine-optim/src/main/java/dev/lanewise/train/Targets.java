package dev.lanewise.train;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** What a model should answer to the examples of a batch: classes, or floats. */
public sealed interface Targets {

    /**
     * Each example belongs to a class.
     *
     * @param labels {@code [batch]}, or {@code [batch, …]} where an example has several
     */
    record Labels(IntTensor labels) implements Targets {
        @Override
        public Shape shape() {
            return labels.shape();
        }
    }

    /**
     * Each example has floats to be approached, as in regression, or a share of each class ("soft targets").
     *
     * @param values {@code [batch, …]}
     */
    record Values(Tensor values) implements Targets {
        @Override
        public Shape shape() {
            return values.shape();
        }
    }

    /** The shape, of which the first dimension is the number of examples. */
    Shape shape();
}
