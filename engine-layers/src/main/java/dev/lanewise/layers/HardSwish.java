package dev.lanewise.layers;

import static dev.lanewise.op.Clipped.hardSwish;

import dev.lanewise.tensor.Tensor;

/** y = x·min(max(x + 3, 0), 6)/6, for inputs of any shape. */
public record HardSwish() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return hardSwish(x);
    }
}
