package dev.lanewise.layers;

import static dev.lanewise.op.Clipped.relu6;

import dev.lanewise.tensor.Tensor;

/** y = min(max(x, 0), 6), for inputs of any shape. */
public record Relu6() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return relu6(x);
    }
}
