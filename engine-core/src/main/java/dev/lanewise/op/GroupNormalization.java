package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Normalization of groups of channels, sample by sample.
 *
 * <p>Sources: Wu and He, <i>Group normalization</i>, ECCV 2018; Ulyanov, Vedaldi and Lempitsky, <i>Instance normalization: the missing
 * ingredient for fast stylization</i>, arXiv:1607.08022 (2016).
 */
public final class GroupNormalization {

    private GroupNormalization() {}

    /**
     * y = x̂·weight + bias with x̂ = (x − μ)/√(σ² + ε), where μ and σ² are the mean and the (biased) variance of each group of each
     * sample: x [n, c, …], weight and bias [c].
     *
     * <p>With g = dy·weight and the mean over the m elements of the group: dx = (g − mean(g) − x̂·mean(g·x̂))/√(σ² + ε); dweight = Σ dy·x̂
     * and dbias = Σ dy over samples and pixels.
     *
     * @param groups into how many groups of neighbours the channels are cut
     * @param weight null for ones
     * @param bias null for zeros
     * @throws IllegalArgumentException if the groups do not divide the channels, or weight or bias do not fit
     */
    public static Tensor groupNorm(Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias, float epsilon) {
        var op = Operation.begin("groupNorm");
        op.require(x.shape().rank() >= 2, "expected [n, channels, …], found %s", x.shape());
        op.require(groups >= 1 && x.dimension(1) % groups == 0, "the number of groups must divide the %d channels of %s, found %d",
                x.dimension(1), x.shape(), groups);
        return normalize(op, x, groups, weight, bias, epsilon);
    }

    /**
     * Group normalization with one channel in each group: x [n, c, …], weight and bias [c].
     *
     * @param weight null for ones
     * @param bias null for zeros
     * @throws IllegalArgumentException if there is only one pixel, which has no variance, or weight or bias do not fit
     */
    public static Tensor instanceNorm(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, float epsilon) {
        var op = Operation.begin("instanceNorm");
        op.require(x.shape().rank() >= 3, "expected [n, channels, …] with at least one dimension of pixels, found %s", x.shape());
        op.require(x.shape().sizeBetween(2, x.shape().rank()) != 1, "found one pixel per channel in %s, which has no variance; use larger images",
                x.shape());
        return normalize(op, x, x.dimension(1), weight, bias, epsilon);
    }

    private static Tensor normalize(Operation op, Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias, float epsilon) {
        int channels = x.dimension(1);
        requireChannels(op, "weight", weight, channels);
        requireChannels(op, "bias", bias, channels);
        var layout = NormalizedGroups.of(x.shape(), groups, epsilon);
        Tensor weights = weight == null ? Elementwise.filled(Shape.of(channels), 1) : weight;
        Tensor center = Workspace.tensor(Shape.of(x.dimension(0), groups));
        Tensor scale = Workspace.tensor(center.shape());
        Tensor y = layout.normalized(x, weights, bias == null ? Elementwise.filled(Shape.of(channels), 0) : bias, center, scale);
        if (!op.carriesGradient(x, weight, bias)) {
            return op.withoutGradient(y, x, weight, bias);
        }
        // All three gradients need the sums of each channel of each sample, which are computed once.
        Tensor sum = Workspace.tensor(Shape.of(x.dimension(0), channels)); // Σ dy
        Tensor product = Workspace.tensor(sum.shape()); // Σ dy·x̂
        UnaryOperator<Tensor> sums = dy -> {
            layout.gradientSums(x, center, scale, dy, sum, product);
            return dy;
        };
        return op.differentiable(y, sums,
                wrt(x, dy -> layout.inputGradient(x, center, scale, weights, dy, sum, product)),
                wrtOptional(weight, dy -> layout.overSamples(product)),
                wrtOptional(bias, dy -> layout.overSamples(sum)));
    }

    private static void requireChannels(Operation op, String name, @Nullable Tensor tensor, int channels) {
        op.require(tensor == null || tensor.shape().rank() == 1 && tensor.size() == channels, "input has %d channels, %s expects %s", channels,
                name, tensor == null ? "" : tensor.shape());
    }
}
