package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Gives each channel mean 0 and variance 1, then scale γ and shift β: {@code [batch, channels, length]} or
 * {@code [batch, features]} as it came, where a feature is a channel. While training, the mean and variance are those of the batch, and
 * the running ones follow them; otherwise they are the running ones.
 *
 * <p>Source: Ioffe and Szegedy, <i>Batch normalization: accelerating deep network training by reducing internal covariate shift</i>,
 * ICML 2015.
 *
 * @param weight γ, {@code [channels]}, or none
 * @param bias β, {@code [channels]}, or none
 * @param runningMean {@code [channels]}, frozen
 * @param runningVariance {@code [channels]}, frozen; an unbiased estimate
 * @param momentum the share of the new batch in the running statistics
 * @param epsilon added to the variance
 */
public record BatchNorm1d(
        @Nullable Parameter weight,
        @Nullable Parameter bias,
        @NotTrained Parameter runningMean,
        @NotTrained @SavedAs("running_var") Parameter runningVariance,
        float momentum,
        float epsilon) implements BatchNorm {

    /**
     * Checks the shapes and the numbers.
     *
     * @throws IllegalArgumentException if one of the four is not of shape {@code [channels]}, if the momentum is not from 0 to 1, or if ε is negative or
     *     not finite
     */
    public BatchNorm1d {
        Normalizations.checkBatchNorm(weight, bias, runningMean, runningVariance);
        Normalizations.checkMomentum(momentum);
        Normalizations.checkEpsilon("batch norm", epsilon);
    }

    /** With γ = 1, β = 0, momentum 0.1 and ε = 10⁻⁵. */
    public static BatchNorm1d of(int channels) {
        Shape shape = Shape.of(channels);
        return new BatchNorm1d(Normalizations.ones(shape), Normalizations.zeros(shape),
                Parameter.frozen(Normalizations.constant(shape, 0)), Parameter.frozen(Normalizations.constant(shape, 1)), 0.1f, 1e-5f);
    }

    /** This layer without γ and β. */
    public BatchNorm1d withoutAffine() {
        return new BatchNorm1d(null, null, runningMean, runningVariance, momentum, epsilon);
    }

    /** This layer with another share of the new batch in the running statistics; what Keras calls a momentum of 0.99 is 0.01 here, as in PyTorch. */
    public BatchNorm1d momentum(double momentum) {
        return new BatchNorm1d(weight, bias, runningMean, runningVariance, (float) momentum, epsilon);
    }

    /** This layer with another ε; Keras' is 10⁻³. */
    public BatchNorm1d epsilon(double epsilon) {
        return new BatchNorm1d(weight, bias, runningMean, runningVariance, momentum, (float) epsilon);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 2) {
            Sequences.check("batch norm", input, 0);
        }
        Images.checkChannels("batch norm", input, runningMean.size());
        return input;
    }

    @Override
    public Features provides(@Nullable Features input) {
        return input != null ? input : Features.channels(runningMean.size());
    }
}
