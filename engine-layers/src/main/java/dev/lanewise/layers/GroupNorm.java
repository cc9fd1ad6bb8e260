package dev.lanewise.layers;

import static dev.lanewise.op.GroupNormalization.groupNorm;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Gives each group of channels of each sample mean 0 and variance 1, then each channel scale γ and shift β: {@code [batch, channels, …]} as
 * it came. Training and inferring are the same.
 *
 * <p>Source: Wu and He, <i>Group normalization</i>, ECCV 2018.
 *
 * @param groups into how many groups of neighbours the channels are cut
 * @param channels how many there are
 * @param weight γ, {@code [channels]}, or none
 * @param bias β, {@code [channels]}, or none
 * @param epsilon added to the variance
 */
public record GroupNorm(int groups, int channels, @Nullable Parameter weight, @Nullable Parameter bias, float epsilon) implements Layer {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the groups do not divide the channels, if weight or bias do not fit them, or if ε is negative or
     *     not finite
     */
    public GroupNorm {
        if (groups < 1 || channels < 1 || channels % groups != 0) {
            throw new IllegalArgumentException("group norm: expected a number of groups that divides the " + channels + " channels, found "
                    + groups + "; choose another number of groups or channels");
        }
        Normalizations.check("group norm", "weight", weight, Shape.of(channels));
        Normalizations.check("group norm", "bias", bias, Shape.of(channels));
        Normalizations.checkEpsilon("group norm", epsilon);
    }

    /** With γ = 1, β = 0 and ε = 10⁻⁵. */
    public static GroupNorm of(int groups, int channels) {
        Shape shape = Shape.of(channels);
        return new GroupNorm(groups, channels, Normalizations.ones(shape), Normalizations.zeros(shape), 1e-5f);
    }

    /** This layer without γ and β. */
    public GroupNorm withoutAffine() {
        return new GroupNorm(groups, channels, null, null, epsilon);
    }

    /** This layer with another ε; Keras' is 10⁻³. */
    public GroupNorm epsilon(double epsilon) {
        return new GroupNorm(groups, channels, weight, bias, (float) epsilon);
    }

    @Override
    public Tensor forward(Tensor x) {
        outputShape(x.shape());
        return groupNorm(x, groups, weight, bias, epsilon);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 2) {
            throw new IllegalArgumentException("group norm: expected [batch, channels, …], found " + input
                    + "; did you leave out the batch?");
        }
        Images.checkChannels("group norm", input, channels);
        return input;
    }

    @Override
    public long flops(Shape input) {
        return 7L * input.size();
    }

    @Override
    public Features expects() {
        return Features.channels(channels);
    }

    @Override
    public Features provides(@Nullable Features input) {
        return Features.channels(channels);
    }
}
