package dev.lanewise.layers;

import static dev.lanewise.op.AdaptivePooling.adaptiveMaxPool2d;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The largest value of each of {@code height·width} windows that cover the image, whatever its size: {@code [batch, channels, any, any] → [batch,
 * channels, height, width]}.
 */
public record AdaptiveMaxPool2d(int height, int width) implements Layer {

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a length is below 1
     */
    public AdaptiveMaxPool2d {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("adaptive max pool: expected an output of at least 1×1, found " + height + "×" + width);
        }
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
        Images.check("adaptive max pool", input, 0);
        Images.checkPixels("adaptive max pool", input);
        return Shape.of(input.dimension(0), input.dimension(1), height, width);
    }

    @Override
    public long flops(Shape input) {
        return input.size();
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return input != null && input.axis() == 1 ? input : null;
    }
}
