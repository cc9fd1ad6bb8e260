package dev.lanewise.layers;

import static dev.lanewise.op.AdaptivePooling.adaptiveAveragePool2d;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The mean of each of {@code height·width} windows that cover the image, whatever its size: {@code [batch, channels, any, any] → [batch,
 * channels, height, width]}.
 */
public record AdaptiveAveragePool2d(int height, int width) implements Layer {

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a length is below 1
     */
    public AdaptiveAveragePool2d {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("adaptive average pool: expected an output of at least 1×1, found " + height + "×" + width);
        }
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
        Images.check("adaptive average pool", input, 0);
        Images.checkPixels("adaptive average pool", input);
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
