package dev.lanewise.layers;

import static dev.lanewise.op.Relu.relu;

import dev.lanewise.tensor.Tensor;

/** y = max(x, 0), for inputs of any shape. */
public record Relu() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return relu(x);
    }
}
