package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Gives each channel of each image mean 0 and variance 1, then, if asked for, scale γ and shift β: {@code [batch, channels, height, width]}
 * as it came. Training and inferring are the same: as PyTorch's, it keeps no running statistics.
 *
 * <p>Source: Ulyanov, Vedaldi and Lempitsky, <i>Instance normalization: the missing ingredient for fast stylization</i>, arXiv:1607.08022
 * (2016).
 *
 * @param channels how many there are
 * @param weight γ, {@code [channels]}, or none
 * @param bias β, {@code [channels]}, or none
 * @param epsilon added to the variance
 */
public record InstanceNorm2d(int channels, @Nullable Parameter weight, @Nullable Parameter bias, float epsilon) implements InstanceNorm {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there are no channels, if weight or bias do not fit them, or if ε is negative or not finite
     */
    public InstanceNorm2d {
        InstanceNorm.check(channels, weight, bias, epsilon);
    }

    /** Without γ and β, as PyTorch's, and with ε = 10⁻⁵. */
    public static InstanceNorm2d of(int channels) {
        return new InstanceNorm2d(channels, null, null, 1e-5f);
    }

    /** This layer with γ = 1 and β = 0, to be trained. */
    public InstanceNorm2d affine() {
        Shape shape = Shape.of(channels);
        return new InstanceNorm2d(channels, Normalizations.ones(shape), Normalizations.zeros(shape), epsilon);
    }

    /** This layer with another ε. */
    public InstanceNorm2d epsilon(double epsilon) {
        return new InstanceNorm2d(channels, weight, bias, (float) epsilon);
    }

    @Override
    public Shape outputShape(Shape input) {
        Images.check("instance norm", input, channels);
        InstanceNorm.checkPixels(input);
        return input;
    }
}
