package dev.lanewise.layers;

import static dev.lanewise.op.ConvTranspose.convTranspose2d;

import dev.lanewise.op.FusedActivation;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lays filters, weighted with pixels, over a larger image: {@code [batch, in, height, width] → [batch, out, height′, width′]}.
 * A stride of 2 makes it about twice as large.
 *
 * @param weight {@code [in, out/groups, window height, window width]}
 * @param bias {@code [out]}, or none
 * @param window how the filters move over the output; its padding is cut off
 * @param outputPadding rows and columns added at the bottom and the right: a stride leaves open which of several sizes is meant
 * @param groups into how many independent groups the channels are split
 */
public record ConvTranspose2d(Parameter weight, @Nullable Parameter bias, Window2d window, int outputPadding, int groups)
        implements TransposedFilters {

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if the weight has another rank than 4 or is not as large as the window, if the bias does not fit,
     *     if the groups do not divide the channels, or if the output padding is not less than the stride or the dilation
     */
    public ConvTranspose2d {
        if (weight.shape().rank() != 4 || weight.dimension(2) != window.height() || weight.dimension(3) != window.width()) {
            throw new IllegalArgumentException("conv transpose 2d: expected a weight of shape [in, out/groups, window height, window width] for a window of "
                    + window.height() + "×" + window.width() + ", found " + weight.shape() + "; give the window the size of the filters");
        }
        int step = Math.min(Math.max(window.strideHeight(), window.dilationHeight()), Math.max(window.strideWidth(), window.dilationWidth()));
        TransposedFilters.check("conv transpose 2d", weight, bias, outputPadding, step, groups);
    }

    /** Square filters that move by one pixel, without padding; weights and biases from U(±1/√(out·kernel²)), as PyTorch's. */
    public static ConvTranspose2d of(int in, int out, int kernel, RandomGenerator random) {
        return of(in, out, Window2d.square(kernel), 1, random);
    }

    /**
     * Filters of any form.
     *
     * @throws IllegalArgumentException if {@code groups} does not divide {@code in} and {@code out}
     */
    public static ConvTranspose2d of(int in, int out, Window2d window, int groups, RandomGenerator random) {
        Filters.checkGroups("conv transpose 2d", in, out, groups);
        Shape weight = Shape.of(in, out / groups, window.height(), window.width());
        Initializer standard = Initializers.standard(Fan.IN.of(weight));
        return new ConvTranspose2d(standard.parameter(weight, random), standard.parameter(Shape.of(out), random), window, 0, groups);
    }

    /** This layer with inputs that are {@code stride} pixels apart in the output. */
    public ConvTranspose2d stride(int stride) {
        return new ConvTranspose2d(weight, bias, window.stride(stride), outputPadding, groups);
    }

    /** This layer with {@code padding} rows and columns cut off at each side of the output. */
    public ConvTranspose2d padding(int padding) {
        return new ConvTranspose2d(weight, bias, window.padding(padding), outputPadding, groups);
    }

    /** This layer with rows and columns added at the bottom and the right; give the stride before. */
    public ConvTranspose2d outputPadding(int outputPadding) {
        return new ConvTranspose2d(weight, bias, window, outputPadding, groups);
    }

    /** This layer with the elements of its filters {@code dilation} pixels apart. */
    public ConvTranspose2d dilation(int dilation) {
        return new ConvTranspose2d(weight, bias, window.dilation(dilation), outputPadding, groups);
    }

    /** This layer without its bias. */
    public ConvTranspose2d withoutBias() {
        return new ConvTranspose2d(weight, null, window, outputPadding, groups);
    }

    @Override
    public Tensor forward(Tensor x, FusedActivation activation) {
        return convTranspose2d(x, weight, bias, window, outputPadding, groups, activation);
    }

    @Override
    public Shape outputShape(Shape input) {
        Images.check("conv transpose 2d", input, weight.dimension(0));
        int height = window.inputHeight(input.dimension(2)) + outputPadding;
        int width = window.inputWidth(input.dimension(3)) + outputPadding;
        TransposedFilters.checkOutput("conv transpose 2d", input, Math.min(height, width));
        return Shape.of(input.dimension(0), weight.dimension(1) * groups, height, width);
    }
}
