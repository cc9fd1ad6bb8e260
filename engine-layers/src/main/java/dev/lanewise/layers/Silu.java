package dev.lanewise.layers;

import static dev.lanewise.op.Silu.silu;

import dev.lanewise.tensor.Tensor;

/** y = x/(1 + e⁻ˣ), also known as swish, for inputs of any shape. */
public record Silu() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return silu(x);
    }
}
