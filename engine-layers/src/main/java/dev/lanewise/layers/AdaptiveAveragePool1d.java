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
        AdaptivePool.checkOutput("adaptive average pool", length);
    }

    @Override
    public Tensor forward(Tensor x) {
        return adaptiveAveragePool1d(x, length);
    }

    @Override
    public Shape outputShape(Shape input) {
        return AdaptivePool.outputShape("adaptive average pool", input, length);
    }
}
