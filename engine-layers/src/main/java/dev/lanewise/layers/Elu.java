package dev.lanewise.layers;

import static dev.lanewise.op.Elu.elu;

import dev.lanewise.tensor.Tensor;

/**
 * y = x above zero and α·(eˣ − 1) below, for inputs of any shape.
 *
 * @param alpha α, how deep the floor is
 */
public record Elu(float alpha) implements KeepsShape {

    /** With α = 1. */
    public Elu() {
        this(1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return elu(x, alpha);
    }
}
