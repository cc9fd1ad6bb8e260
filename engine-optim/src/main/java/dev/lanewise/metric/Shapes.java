package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** What metrics ask of the shapes they are given. */
final class Shapes {

    private Shapes() {}

    /** Outputs [batch, classes] and labels [batch]; returns the number of classes. */
    static int requireRows(String metric, Tensor outputs, IntTensor labels) {
        if (outputs.shape().rank() != 2 || outputs.dimension(0) != labels.size()) {
            throw new IllegalArgumentException(metric + ": expected outputs [batch, classes] for " + labels.size() + " labels, found "
                    + outputs.shape());
        }
        return outputs.dimension(1);
    }

    /** Outputs and values of one shape, which has a batch. */
    static void requireEqual(String metric, Tensor outputs, Tensor values) {
        if (outputs.shape().rank() == 0 || !outputs.shape().equals(values.shape())) {
            throw new IllegalArgumentException(metric + ": expected outputs and targets of one shape [batch, …], found " + outputs.shape()
                    + " and " + values.shape());
        }
    }
}
