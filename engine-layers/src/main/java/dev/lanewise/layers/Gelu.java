package dev.lanewise.layers;

import static dev.lanewise.op.Gelu.gelu;

import dev.lanewise.tensor.Tensor;

/** y = x·Φ(x) with the normal distribution function Φ, for inputs of any shape. */
public record Gelu() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return gelu(x);
    }
}
