package dev.lanewise.layers;

import static dev.lanewise.op.ConvTranspose.convTranspose1d;

import dev.lanewise.op.FusedActivation;
import dev.lanewise.op.Window1d;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lays filters, weighted with values, over a larger sequence: {@code [batch, in, length] → [batch, out, length′]}.
 * A stride of 2 makes it about twice as long.
 *
 * @param weight {@code [in, out/groups, window size]}
 * @param bias {@code [out]}, or none
 * @param window how the filters move over the output; its padding is cut off
 * @param outputPadding positions added behind: a stride leaves open which of several sizes is meant
 * @param groups into how many independent groups the channels are split
 */
public record ConvTranspose1d(Parameter weight, @Nullable Parameter bias, Window1d window, int outputPadding, int groups)
        implements TransposedFilters {

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if the weight has another rank than 3 or is not as large as the window, if the bias does not fit,
     *     if the groups do not divide the channels, or if the output padding is not less than the stride or the dilation
     */
    public ConvTranspose1d {
        if (weight.shape().rank() != 3 || weight.dimension(2) != window.size()) {
            throw new IllegalArgumentException("conv transpose 1d: expected a weight of shape [in, out/groups, window size] for a window of "
                    + window.size() + ", found " + weight.shape() + "; give the window the size of the filters");
        }
        int step = Math.max(window.stride(), window.dilation());
        TransposedFilters.check("conv transpose 1d", weight, bias, outputPadding, step, groups);
    }

    /** Filters that move by one position, without padding; weights and biases from U(±1/√(out·kernel)), as PyTorch's. */
    public static ConvTranspose1d of(int in, int out, int kernel, RandomGenerator random) {
        return of(in, out, Window1d.of(kernel), 1, random);
    }

    /**
     * Filters of any form.
     *
     * @throws IllegalArgumentException if {@code groups} does not divide {@code in} and {@code out}
     */
    public static ConvTranspose1d of(int in, int out, Window1d window, int groups, RandomGenerator random) {
        Filters.checkGroups("conv transpose 1d", in, out, groups);
        Shape weight = Shape.of(in, out / groups, window.size());
        Initializer standard = Initializers.standard(Fan.IN.of(weight));
        return new ConvTranspose1d(standard.parameter(weight, random), standard.parameter(Shape.of(out), random), window, 0, groups);
    }

    /** This layer with inputs that are {@code stride} positions apart in the output. */
    public ConvTranspose1d stride(int stride) {
        return new ConvTranspose1d(weight, bias, window.stride(stride), outputPadding, groups);
    }

    /** This layer with {@code padding} positions cut off at both ends of the output. */
    public ConvTranspose1d padding(int padding) {
        return new ConvTranspose1d(weight, bias, window.padding(padding), outputPadding, groups);
    }

    /** This layer with positions added behind; give the stride before. */
    public ConvTranspose1d outputPadding(int outputPadding) {
        return new ConvTranspose1d(weight, bias, window, outputPadding, groups);
    }

    /** This layer with the elements of its filters {@code dilation} positions apart. */
    public ConvTranspose1d dilation(int dilation) {
        return new ConvTranspose1d(weight, bias, window.dilation(dilation), outputPadding, groups);
    }

    /** This layer without its bias. */
    public ConvTranspose1d withoutBias() {
        return new ConvTranspose1d(weight, null, window, outputPadding, groups);
    }

    @Override
    public Tensor forward(Tensor x, FusedActivation activation) {
        return convTranspose1d(x, weight, bias, window, outputPadding, groups, activation);
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("conv transpose 1d", input, weight.dimension(0));
        int length = window.inputLength(input.dimension(2)) + outputPadding;
        TransposedFilters.checkOutput("conv transpose 1d", input, length);
        return Shape.of(input.dimension(0), weight.dimension(1) * groups, length);
    }
}
