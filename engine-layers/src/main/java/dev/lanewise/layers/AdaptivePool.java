package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;

/** Pooling to a size that does not depend on that of the input. */
interface AdaptivePool extends KeepsChannels {

    /** Every element is read once, but for those that two windows share. */
    @Override
    default long flops(Shape input) {
        return input.size();
    }

    /** Complains of an output without pixels. */
    static void checkOutput(String layer, int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(layer + ": expected an output of at least 1×1, found " + height + "×" + width);
        }
    }

    /** Complains of an output without elements. */
    static void checkOutput(String layer, int length) {
        if (length < 1) {
            throw new IllegalArgumentException(layer + ": expected an output of at least 1, found " + length);
        }
    }

    /** Sequences {@code [batch, channels, any]}, at least one element long, become {@code [batch, channels, length]}. */
    static Shape outputShape(String layer, Shape input, int length) {
        Sequences.check(layer, input, 0);
        Images.checkPixels(layer, input);
        return input.with(2, length);
    }

    /** Images {@code [batch, channels, any, any]}, at least one pixel in size, become {@code [batch, channels, height, width]}. */
    static Shape outputShape(String layer, Shape input, int height, int width) {
        Images.check(layer, input, 0);
        Images.checkPixels(layer, input);
        return Shape.of(input.dimension(0), input.dimension(1), height, width);
    }
}
