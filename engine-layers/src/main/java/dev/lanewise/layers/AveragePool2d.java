package dev.lanewise.layers;

import static dev.lanewise.op.AveragePool2d.averagePool2d;

import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The mean of each window: {@code [batch, channels, height, width] → [batch, channels, height′, width′]}.
 *
 * @param countIncludePadding whether the zeros around the image count as elements of a window
 * @param ceilMode whether the last window may lie partly behind the image and its padding, instead of being left out; what is behind never counts
 */
public record AveragePool2d(Window2d window, boolean countIncludePadding, @AddedLater boolean ceilMode) implements KeepsChannels {

    /**
     * Checks the padding.
     *
     * @throws IllegalArgumentException if it is more than half of the window: some windows would see nothing of the image
     */
    public AveragePool2d {
        Images.checkPadding("average pool", window);
    }

    /** Whole windows only. */
    public AveragePool2d(Window2d window, boolean countIncludePadding) {
        this(window, countIncludePadding, false);
    }

    /** Square windows side by side. */
    public AveragePool2d(int size) {
        this(Window2d.square(size).stride(size), true);
    }

    /** This layer with windows {@code stride} pixels apart. */
    public AveragePool2d stride(int stride) {
        return new AveragePool2d(window.stride(stride), countIncludePadding, ceilMode);
    }

    /** This layer with windows that reach {@code padding} pixels beyond each side of the image. */
    public AveragePool2d padding(int padding) {
        return new AveragePool2d(window.padding(padding), countIncludePadding, ceilMode);
    }

    /** This layer with a last window that may lie partly behind the image and its padding. */
    public AveragePool2d inCeilMode() {
        return new AveragePool2d(window, countIncludePadding, true);
    }

    /** This layer with means over what lies inside of the image alone. */
    public AveragePool2d withoutPadding() {
        return new AveragePool2d(window, false, ceilMode);
    }

    @Override
    public Tensor forward(Tensor x) {
        return averagePool2d(x, window, countIncludePadding, ceilMode);
    }

    @Override
    public Shape outputShape(Shape input) {
        Images.check("average pool", input, 0);
        return Images.outputShape("average pool", input, 0, input.dimension(1), window, ceilMode);
    }

    @Override
    public long flops(Shape input) {
        return (long) outputShape(input).size() * window.height() * window.width();
    }
}
