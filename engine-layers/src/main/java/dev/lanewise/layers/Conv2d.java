package dev.lanewise.layers;

import static dev.lanewise.op.Conv2d.conv2d;
import static dev.lanewise.op.Padding.pad2d;

import dev.lanewise.op.FusedActivation;
import dev.lanewise.op.Padding2d;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Slides filters over images: {@code [batch, in, height, width] → [batch, out, height′, width′]}.
 *
 * @param weight {@code [out, in/groups, window height, window width]}
 * @param bias {@code [out]}, or none
 * @param window how the filters move
 * @param groups into how many independent groups the channels are split
 * @param border what is put around the images before, where that is something else than the window's own zeros
 */
public record Conv2d(Parameter weight, @Nullable Parameter bias, Window2d window, int groups, Optional<Padding2d> border)
        implements Filters {

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if the weight has another rank than 4 or is not as large as the window, if the bias does not fit
     *     the weight, if the groups do not divide the filters, or if both the window and the border pad the images
     */
    public Conv2d {
        if (weight.shape().rank() != 4) {
            throw new IllegalArgumentException("conv2d: expected a weight of shape [out, in/groups, window height, window width], found "
                    + weight.shape() + "; give it four dimensions");
        }
        if (weight.dimension(2) != window.height() || weight.dimension(3) != window.width()) {
            throw new IllegalArgumentException("conv2d: expected a weight for a window of " + window.height() + "×" + window.width()
                    + ", found " + weight.shape() + "; give the window the size of the filters");
        }
        Filters.checkGroups("conv2d", weight, groups);
        BiasCheck.check("conv2d", weight, bias);
        if (border.isPresent() && window.paddingHeight() + window.paddingWidth() > 0) {
            throw new IllegalArgumentException("conv2d: expected a padding of the window or a border, found " + window.paddingHeight() + "×"
                    + window.paddingWidth() + " and " + border.get() + "; choose one of them");
        }
    }

    /** Filters without a border. */
    public Conv2d(Parameter weight, @Nullable Parameter bias, Window2d window, int groups) {
        this(weight, bias, window, groups, Optional.empty());
    }

    /** Square filters that move by one pixel, without padding; weights and biases from U(±1/√(in·kernel²)), as PyTorch's. */
    public static Conv2d of(int in, int out, int kernel, RandomGenerator random) {
        return of(in, out, Window2d.square(kernel), 1, random);
    }

    /**
     * Filters of any form. With as many groups as channels each channel has filters of its own (depthwise).
     *
     * @throws IllegalArgumentException if {@code groups} does not divide {@code in} and {@code out}
     */
    public static Conv2d of(int in, int out, Window2d window, int groups, RandomGenerator random) {
        Filters.checkGroups("conv2d", in, out, groups);
        Shape weight = Shape.of(out, in / groups, window.height(), window.width());
        Initializer standard = Initializers.standard(Fan.IN.of(weight));
        return new Conv2d(standard.parameter(weight, random), standard.parameter(Shape.of(out), random), window, groups);
    }

    /**
     * Filters with weights from an initializer, and biases of 0.
     *
     * @throws IllegalArgumentException if {@code groups} does not divide {@code in} and {@code out}
     */
    public static Conv2d of(int in, int out, Window2d window, int groups, Initializer initializer, RandomGenerator random) {
        Filters.checkGroups("conv2d", in, out, groups);
        Shape weight = Shape.of(out, in / groups, window.height(), window.width());
        return new Conv2d(initializer.parameter(weight, random), Initializers.zeros().parameter(Shape.of(out), random), window, groups);
    }

    /** This layer with filters that move by {@code stride} pixels. */
    public Conv2d stride(int stride) {
        return new Conv2d(weight, bias, window.stride(stride), groups, border);
    }

    /** This layer with {@code padding} rows and columns of zeros at each side of the image. */
    public Conv2d padding(int padding) {
        return new Conv2d(weight, bias, window.padding(padding), groups);
    }

    /** This layer with {@code padding} rows and columns at each side of the image, of zeros or of its own pixels. */
    public Conv2d padding(int padding, PaddingMode mode) {
        return mode == PaddingMode.ZEROS ? padding(padding)
                : new Conv2d(weight, bias, window.padding(0), groups, Optional.of(Padding2d.of(padding, mode)));
    }

    /**
     * This layer with as many rows and columns of zeros around the image as make the output as large as the image; if they are odd in
     * number, the bottom and the right get one more, as in PyTorch.
     *
     * @throws IllegalArgumentException if the filters move by more than one pixel
     */
    public Conv2d same() {
        return same(PaddingMode.ZEROS);
    }

    /**
     * The same with zeros or with the image's own pixels.
     *
     * @throws IllegalArgumentException if the filters move by more than one pixel
     */
    public Conv2d same(PaddingMode mode) {
        Padding2d around = Padding2d.same(window);
        if (mode == PaddingMode.ZEROS && around.top() == around.bottom() && around.left() == around.right()) {
            return new Conv2d(weight, bias, new Window2d(window.height(), window.width(), 1, 1, around.top(), around.left(),
                    window.dilationHeight(), window.dilationWidth()), groups);
        }
        return new Conv2d(weight, bias, window.padding(0), groups,
                Optional.of(new Padding2d(around.top(), around.bottom(), around.left(), around.right(), mode)));
    }

    /** This layer with the elements of its filters {@code dilation} pixels apart. Give it before {@link #same()}. */
    public Conv2d dilation(int dilation) {
        return new Conv2d(weight, bias, window.dilation(dilation), groups, border);
    }

    /** This layer without its bias, which a {@link BatchNorm2d} after it makes superfluous. */
    public Conv2d withoutBias() {
        return new Conv2d(weight, null, window, groups, border);
    }

    @Override
    public Tensor forward(Tensor x, FusedActivation activation) {
        Tensor padded = border.isPresent() ? pad2d(x, border.get()) : x;
        return conv2d(padded, weight, bias, window, groups, activation);
    }

    @Override
    public Shape outputShape(Shape input) {
        int channels = Filters.inputChannels(this);
        Images.check("conv2d", input, channels);
        Shape padded = border.isPresent() ? Images.padded("conv2d", input, border.get()) : input;
        return Images.outputShape("conv2d", padded, channels, weight.dimension(0), window);
    }
}
