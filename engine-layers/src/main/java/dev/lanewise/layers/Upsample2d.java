package dev.lanewise.layers;

import static dev.lanewise.op.Upsample.upsample2d;

import dev.lanewise.op.Interpolation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Images as many times as high and wide, their pixels repeated or interpolated: {@code [batch, channels, height, width] → [batch, channels,
 * heightFactor·height, widthFactor·width]}.
 */
public record Upsample2d(int heightFactor, int widthFactor, Interpolation interpolation) implements KeepsChannels {

    /**
     * Checks the factors.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Upsample2d {
        if (heightFactor < 1 || widthFactor < 1) {
            throw new IllegalArgumentException("upsample: expected factors of at least 1, found " + heightFactor + "×" + widthFactor);
        }
    }

    /** As many times as high as wide. */
    public Upsample2d(int factor, Interpolation interpolation) {
        this(factor, factor, interpolation);
    }

    /** Each pixel becomes a square of {@code factor·factor} pixels. */
    public Upsample2d(int factor) {
        this(factor, factor, Interpolation.NEAREST);
    }

    @Override
    public Tensor forward(Tensor x) {
        Shape shape = outputShape(x.shape());
        return upsample2d(x, shape.dimension(2), shape.dimension(3), interpolation);
    }

    @Override
    public Shape outputShape(Shape input) {
        Images.check("upsample", input, 0);
        Images.checkPixels("upsample", input);
        return Shape.of(input.dimension(0), input.dimension(1), heightFactor * input.dimension(2), widthFactor * input.dimension(3));
    }

    @Override
    public long flops(Shape input) {
        return interpolation == Interpolation.NEAREST ? 0 : 8L * outputShape(input).size();
    }
}
