package dev.lanewise.layers;

import static dev.lanewise.op.Mish.mish;

import dev.lanewise.tensor.Tensor;

/** y = x·tanh(ln(1 + eˣ)), for inputs of any shape. */
public record Mish() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return mish(x);
    }
}
