package dev.lanewise.layers;

import static dev.lanewise.op.Tanh.tanh;

import dev.lanewise.tensor.Tensor;

/** y = tanh x, for inputs of any shape. */
public record Tanh() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return tanh(x);
    }
}
