package dev.lanewise.layers;

import static dev.lanewise.op.Softsign.softsign;

import dev.lanewise.tensor.Tensor;

/** y = x/(1 + |x|), for inputs of any shape. */
public record Softsign() implements KeepsShape {

    @Override
    public Tensor forward(Tensor x) {
        return softsign(x);
    }
}
