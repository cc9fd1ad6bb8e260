package dev.lanewise.loss;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** How far a model's outputs are from the labels: a tensor with one element. */
@FunctionalInterface
public interface Loss {

    /** The mean loss of a batch. */
    Tensor of(Tensor outputs, IntTensor labels);
}
