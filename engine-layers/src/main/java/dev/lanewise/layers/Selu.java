package dev.lanewise.layers;

import static dev.lanewise.op.Elu.selu;

import dev.lanewise.tensor.Tensor;

/** y = λ·x above zero and λ·α·(eˣ − 1) below, which keeps mean 0 and variance 1 from layer to layer, for inputs of any shape. */
public record Selu() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return selu(x);
    }
}
