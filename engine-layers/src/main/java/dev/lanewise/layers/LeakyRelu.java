package dev.lanewise.layers;

import static dev.lanewise.op.LeakyRelu.leakyRelu;

import dev.lanewise.tensor.Tensor;

/**
 * y = x above zero and slope·x below, for inputs of any shape.
 *
 * @param slope the slope below zero
 */
public record LeakyRelu(float slope) implements KeepsShape {

    /** With the slope 0.01. */
    public LeakyRelu() {
        this(0.01f);
    }

    @Override
    public Tensor forward(Tensor x) {
        return leakyRelu(x, slope);
    }
}
