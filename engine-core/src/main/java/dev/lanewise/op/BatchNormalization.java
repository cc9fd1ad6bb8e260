package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization.
 *
 * <p>Source: Ioffe and Szegedy, <i>Batch normalization: accelerating deep network training by reducing internal covariate shift</i>,
 * arXiv:1502.03167 (2015).
 */
public final class BatchNormalization {

    private BatchNormalization() {}

    /**
     * y = x̂·weight + bias with x̂ = (x − μ)/√(σ² + ε), per channel: x [n, c, …], all others [c].
     *
     * <p>Where gradients are recorded, μ and σ² are the mean and the (biased) variance of the m values of each channel, and the running
     * ones move towards them: running ← (1 − momentum)·running + momentum·batch, with the unbiased variance, as in PyTorch. Everywhere
     * else μ and σ² are the running ones.
     *
     * <p>dweight = Σ dy·x̂; dbias = Σ dy; dx = weight/√(σ² + ε)·(dy − Σdy/m − x̂·(Σ dy·x̂)/m).
     *
     * @param weight null for ones
     * @param bias null for zeros
     * @throws IllegalArgumentException if the shapes do not fit, or if there is only one value per channel to take a variance of
     */
    public static Tensor batchNorm(Tensor x, @Nullable Parameter weight, @Nullable Parameter bias, Parameter runningMean,
            Parameter runningVariance, float momentum, float epsilon) {
        var op = Operation.begin("batchNorm");
        op.require(x.shape().rank() >= 2, "expected [n, channels, …], found %s", x.shape());
        int channels = x.dimension(1);
        requireChannels(op, "weight", weight, channels);
        requireChannels(op, "bias", bias, channels);
        requireChannels(op, "running mean", runningMean, channels);
        requireChannels(op, "running variance", runningVariance, channels);

        Channels layout = Channels.of(x.shape());
        Tensor weights = weight == null ? Elementwise.filled(Shape.of(channels), 1) : weight;
        Tensor biases = bias == null ? Elementwise.filled(Shape.of(channels), 0) : bias;
        if (!Gradients.areRecorded()) {
            Tensor inverse = inverseDeviation(runningVariance, epsilon);
            return op.withoutGradient(layout.normalized(x, runningMean, inverse, weights, biases), x, weight, bias);
        }
        op.require(layout.values() > 1, "found one value per channel in %s, which has no variance; use a larger batch", x.shape());
        Tensor mean = layout.means(x);
        Tensor variance = layout.variances(x, mean);
        follow(runningMean, mean, momentum, 1);
        follow(runningVariance, variance, momentum, (float) layout.values() / (layout.values() - 1));
        Tensor inverse = inverseDeviation(variance, epsilon);
        Tensor y = layout.normalized(x, mean, inverse, weights, biases);

        // All three gradients need both sums, which are computed once.
        Tensor sum = Workspace.tensor(Shape.of(channels)); // Σ dy
        Tensor product = Workspace.tensor(Shape.of(channels)); // Σ dy·x̂
        UnaryOperator<Tensor> sums = dy -> {
            layout.gradientSums(x, mean, inverse, dy, sum, product);
            return dy;
        };
        return op.differentiable(y, sums,
                wrt(x, dy -> layout.inputGradient(x, mean, inverse, weights, dy, sum, product)),
                wrtOptional(weight, dy -> product),
                wrtOptional(bias, dy -> sum));
    }

    private static void requireChannels(Operation op, String name, @Nullable Tensor tensor, int channels) {
        op.require(tensor == null || tensor.shape().rank() == 1 && tensor.size() == channels, "input has %d channels, %s expects %s", channels, name,
                tensor == null ? "" : tensor.shape());
    }

    /* running ← (1 − momentum)·running + momentum·correction·batch. */
    private static void follow(Parameter running, Tensor batch, float momentum, float correction) {
        float[] latest = batch.array();
        running.update(values -> {
            for (int channel = 0; channel < values.length; channel++) {
                values[channel] = (1f - momentum) * values[channel] + momentum * (latest[channel] * correction);
            }
        });
    }

    private static Tensor inverseDeviation(Tensor variance, float epsilon) {
        Tensor inverse = Workspace.tensor(Shape.of(variance.size()));
        for (int channel = 0; channel < variance.size(); channel++) {
            inverse.array()[channel] = (float) (1 / Math.sqrt(variance.array()[channel] + (double) epsilon));
        }
        return inverse;
    }
}
