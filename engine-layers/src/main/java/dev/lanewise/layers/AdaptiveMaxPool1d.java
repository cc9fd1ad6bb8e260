package dev.lanewise.layers;

import static dev.lanewise.op.AdaptivePooling.adaptiveMaxPool1d;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The largest value of each of {@code length} windows that cover the sequence, whatever its length: {@code [batch, channels, any] → [batch, channels,
 * length]}.
 */
public record AdaptiveMaxPool1d(int length) implements AdaptivePool {

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public AdaptiveMaxPool1d {
        AdaptivePool.checkOutput("adaptive max pool", length);
    }

    @Override
    public Tensor forward(Tensor x) {
        return adaptiveMaxPool1d(x, length);
    }

    @Override
    public Shape outputShape(Shape input) {
        return AdaptivePool.outputShape("adaptive max pool", input, length);
    }
}
