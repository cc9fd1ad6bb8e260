package dev.lanewise.layers;

import static dev.lanewise.op.AdaptivePooling.adaptiveAveragePool1d;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The mean of each of {@code length} windows that cover the sequence, whatever its length: {@code [batch, channels, any] → [batch, channels,
 * length]}.
 */
public record AdaptiveAveragePool1d(int length) implements AdaptivePool {

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public AdaptiveAveragePool1d {
        if (length < 1) {
            throw new IllegalArgumentException("adaptive average pool: expected an output of at least 1, found " + length);
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        return adaptiveAveragePool1d(x, length);
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("adaptive average pool", input, 0);
        Images.checkPixels("adaptive average pool", input);
        return input.with(2, length);
    }
}
