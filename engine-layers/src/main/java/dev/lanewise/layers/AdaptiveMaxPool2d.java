package dev.lanewise.layers;

import static dev.lanewise.op.AdaptivePooling.adaptiveMaxPool2d;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The largest value of each of {@code height·width} windows that cover the image, whatever its size: {@code [batch, channels, any, any] → [batch,
 * channels, height, width]}.
 */
public record AdaptiveMaxPool2d(int height, int width) implements AdaptivePool {

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a length is below 1
     */
    public AdaptiveMaxPool2d {
        AdaptivePool.checkOutput("adaptive max pool", height, width);
    }

    /** As high as wide. */
    public AdaptiveMaxPool2d(int size) {
        this(size, size);
    }

    @Override
    public Tensor forward(Tensor x) {
        return adaptiveMaxPool2d(x, height, width);
    }

    @Override
    public Shape outputShape(Shape input) {
        return AdaptivePool.outputShape("adaptive max pool", input, height, width);
    }
}
