package dev.lanewise.layers;

import static dev.lanewise.op.Sigmoid.sigmoid;

import dev.lanewise.tensor.Tensor;

/** y = 1/(1 + e⁻ˣ), for inputs of any shape. */
public record Sigmoid() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return sigmoid(x);
    }
}
