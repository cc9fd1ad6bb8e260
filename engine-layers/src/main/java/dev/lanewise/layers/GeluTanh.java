package dev.lanewise.layers;

import static dev.lanewise.op.Gelu.geluTanh;

import dev.lanewise.tensor.Tensor;

/** {@link Gelu} approximated as y = x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2, for inputs of any shape. */
public record GeluTanh() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return geluTanh(x);
    }
}
