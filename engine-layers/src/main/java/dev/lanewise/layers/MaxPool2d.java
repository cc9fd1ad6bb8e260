package dev.lanewise.layers;

import static dev.lanewise.op.MaxPool2d.maxPool2d;

import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The largest value in each window: {@code [batch, channels, height, width] → [batch, channels, height′, width′]}.
 *
 * @param ceilMode whether the last window may lie partly behind the image and its padding, instead of being left out
 */
public record MaxPool2d(Window2d window, @AddedLater boolean ceilMode) implements KeepsChannels {

    /**
     * Checks the padding.
     *
     * @throws IllegalArgumentException if it is more than half of the window: some windows would see nothing of the image
     */
    public MaxPool2d {
        Images.checkPadding("max pool", window);
    }

    /** Whole windows only. */
    public MaxPool2d(Window2d window) {
        this(window, false);
    }

    /** Square windows side by side. */
    public MaxPool2d(int size) {
        this(Window2d.square(size).stride(size));
    }

    /** This layer with windows {@code stride} pixels apart. */
    public MaxPool2d stride(int stride) {
        return new MaxPool2d(window.stride(stride), ceilMode);
    }

    /** This layer with windows that reach {@code padding} pixels beyond each side of the image. */
    public MaxPool2d padding(int padding) {
        return new MaxPool2d(window.padding(padding), ceilMode);
    }

    /** This layer with a last window that may lie partly behind the image and its padding. */
    public MaxPool2d inCeilMode() {
        return new MaxPool2d(window, true);
    }

    @Override
    public Tensor forward(Tensor x) {
        return maxPool2d(x, window, ceilMode);
    }

    @Override
    public Shape outputShape(Shape input) {
        Images.check("max pool", input, 0);
        return Images.outputShape("max pool", input, 0, input.dimension(1), window, ceilMode);
    }

    @Override
    public long flops(Shape input) {
        return (long) outputShape(input).size() * window.height() * window.width();
    }
}
