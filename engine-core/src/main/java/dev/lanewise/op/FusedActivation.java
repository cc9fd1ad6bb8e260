package dev.lanewise.op;

import dev.lanewise.tensor.Tensor;

/** What an op does with its result while it is still in the cache. */
public enum FusedActivation {
    /** Nothing: y. */
    NONE,
    /** {@code y < 0 ? 0 : y}. */
    RELU;

    /** Applies it in place. */
    void apply(Tensor y) {
        if (this == RELU) {
            Relu.apply(y);
        }
    }

    /** The gradient before the activation, from the gradient after it and the activated result y. */
    Tensor gradient(Tensor dy, Tensor y) {
        return this == NONE ? dy : Relu.gradient(y, dy);
    }
}
