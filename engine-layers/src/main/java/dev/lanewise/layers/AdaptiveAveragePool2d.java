package dev.lanewise.layers;

import static dev.lanewise.op.AdaptivePooling.adaptiveAveragePool2d;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The mean of each of {@code height·width} windows that cover the image, whatever its size: {@code [batch, channels, any, any] → [batch,
 * channels, height, width]}.
 */
public record AdaptiveAveragePool2d(int height, int width) implements AdaptivePool {

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a length is below 1
     */
    public AdaptiveAveragePool2d {
        AdaptivePool.checkOutput("adaptive average pool", height, width);
    }

    /** As high as wide. */
    public AdaptiveAveragePool2d(int size) {
        this(size, size);
    }

    @Override
    public Tensor forward(Tensor x) {
        return adaptiveAveragePool2d(x, height, width);
    }

    @Override
    public Shape outputShape(Shape input) {
        return AdaptivePool.outputShape("adaptive average pool", input, height, width);
    }
}
