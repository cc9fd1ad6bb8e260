package dev.lanewise.layers;

import static dev.lanewise.op.Upsample.upsample1d;

import dev.lanewise.op.Interpolation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Sequences as many times as long, their values repeated or interpolated: {@code [batch, channels, length] → [batch, channels,
 * factor·length]}.
 */
public record Upsample1d(int factor, Interpolation interpolation) implements KeepsChannels {

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Upsample1d {
        if (factor < 1) {
            throw new IllegalArgumentException("upsample: expected a factor of at least 1, found " + factor);
        }
    }

    /** Each value {@code factor} times. */
    public Upsample1d(int factor) {
        this(factor, Interpolation.NEAREST);
    }

    @Override
    public Tensor forward(Tensor x) {
        return upsample1d(x, outputShape(x.shape()).dimension(2), interpolation);
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("upsample", input, 0);
        Images.checkPixels("upsample", input);
        return input.with(2, factor * input.dimension(2));
    }

    @Override
    public long flops(Shape input) {
        return interpolation == Interpolation.NEAREST ? 0 : 4L * outputShape(input).size();
    }
}
