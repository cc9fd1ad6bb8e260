package dev.lanewise.layers;

import dev.lanewise.op.Interpolation;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window1d;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Shape;
import java.util.function.UnaryOperator;

/** The convolutions, poolings, upsamplings and paddings of a {@link Network}: the layers for images and sequences. */
abstract class SpatialSteps extends ActivationSteps {

    SpatialSteps() {}

    static int imageChannels(Shape shape) {
        if (shape.rank() != 4) {
            throw new IllegalArgumentException("expected images [batch, channels, height, width]; unflatten or reshape what comes before");
        }
        return shape.dimension(1);
    }

    static int sequenceChannels(Shape shape) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("expected sequences [batch, channels, length]; unflatten or reshape what comes before");
        }
        return shape.dimension(1);
    }

    /** A {@link Conv2d} with so many square filters, which move by one pixel without padding. */
    public Network conv2d(int out, int kernel) {
        return conv2d(out, kernel, conv -> conv);
    }

    /** A {@link Conv2d} with square filters and what else is asked of it: {@code conv2d(64, 3, conv -> conv.stride(2).padding(1))}. */
    public Network conv2d(int out, int kernel, UnaryOperator<Conv2d> options) {
        return with("conv2d(" + out + ", " + kernel + ")",
                (shape, random) -> options.apply(Conv2d.of(imageChannels(shape), out, kernel, random)));
    }

    /** A {@link Conv2d} with filters of any form, in groups. */
    public Network conv2d(int out, Window2d window, int groups) {
        return conv2d(out, window, groups, conv -> conv);
    }

    /** The same and what else is asked of it: {@code conv2d(64, Window2d.square(3), 64, Conv2d::same)}. */
    public Network conv2d(int out, Window2d window, int groups, UnaryOperator<Conv2d> options) {
        return with("conv2d(" + out + ", " + window.height() + "×" + window.width() + ")",
                (shape, random) -> options.apply(Conv2d.of(imageChannels(shape), out, window, groups, random)));
    }

    /** A {@link ConvTranspose2d} with so many square filters. */
    public Network convTranspose2d(int out, int kernel) {
        return convTranspose2d(out, kernel, conv -> conv);
    }

    /** A {@link ConvTranspose2d} with so many square filters and what else is asked of it. */
    public Network convTranspose2d(int out, int kernel, UnaryOperator<ConvTranspose2d> options) {
        return with("convTranspose2d(" + out + ", " + kernel + ")",
                (shape, random) -> options.apply(ConvTranspose2d.of(imageChannels(shape), out, kernel, random)));
    }

    /** A {@link ConvTranspose2d} with filters of any form, in groups, and what else is asked of it. */
    public Network convTranspose2d(int out, Window2d window, int groups, UnaryOperator<ConvTranspose2d> options) {
        return with("convTranspose2d(" + out + ", " + window.height() + "×" + window.width() + ")",
                (shape, random) -> options.apply(ConvTranspose2d.of(imageChannels(shape), out, window, groups, random)));
    }

    /** A {@link Conv1d} with so many filters. */
    public Network conv1d(int out, int kernel) {
        return conv1d(out, kernel, conv -> conv);
    }

    /** A {@link Conv1d} with so many filters and what else is asked of it. */
    public Network conv1d(int out, int kernel, UnaryOperator<Conv1d> options) {
        return with("conv1d(" + out + ", " + kernel + ")",
                (shape, random) -> options.apply(Conv1d.of(sequenceChannels(shape), out, kernel, random)));
    }

    /** A {@link Conv1d} with filters of any form, in groups, and what else is asked of it. */
    public Network conv1d(int out, Window1d window, int groups, UnaryOperator<Conv1d> options) {
        return with("conv1d(" + out + ", " + window.size() + ")",
                (shape, random) -> options.apply(Conv1d.of(sequenceChannels(shape), out, window, groups, random)));
    }

    /** A {@link ConvTranspose1d} with so many filters. */
    public Network convTranspose1d(int out, int kernel) {
        return convTranspose1d(out, kernel, conv -> conv);
    }

    /** A {@link ConvTranspose1d} with so many filters and what else is asked of it. */
    public Network convTranspose1d(int out, int kernel, UnaryOperator<ConvTranspose1d> options) {
        return with("convTranspose1d(" + out + ", " + kernel + ")",
                (shape, random) -> options.apply(ConvTranspose1d.of(sequenceChannels(shape), out, kernel, random)));
    }

    /** A {@link ConvTranspose1d} with filters of any form, in groups, and what else is asked of it. */
    public Network convTranspose1d(int out, Window1d window, int groups, UnaryOperator<ConvTranspose1d> options) {
        return with("convTranspose1d(" + out + ", " + window.size() + ")",
                (shape, random) -> options.apply(ConvTranspose1d.of(sequenceChannels(shape), out, window, groups, random)));
    }

    /** A {@link MaxPool2d} with square windows side by side. */
    public Network maxPool2d(int size) {
        return maxPool2d(size, pool -> pool);
    }

    /** A {@link MaxPool2d} with square windows and what else is asked of it: {@code maxPool2d(3, pool -> pool.stride(2).padding(1))}. */
    public Network maxPool2d(int size, UnaryOperator<MaxPool2d> options) {
        return with("maxPool2d(" + size + ")", (shape, random) -> options.apply(new MaxPool2d(size)));
    }

    /** A {@link MaxPool2d} with windows of any form. */
    public Network maxPool2d(Window2d window) {
        return with("maxPool2d(" + window.height() + "×" + window.width() + ")", (shape, random) -> new MaxPool2d(window));
    }

    /** An {@link AveragePool2d} with square windows side by side. */
    public Network averagePool2d(int size) {
        return averagePool2d(size, pool -> pool);
    }

    /** An {@link AveragePool2d} with square windows and what else is asked of it. */
    public Network averagePool2d(int size, UnaryOperator<AveragePool2d> options) {
        return with("averagePool2d(" + size + ")", (shape, random) -> options.apply(new AveragePool2d(size)));
    }

    /** An {@link AveragePool2d} with windows of any form. */
    public Network averagePool2d(Window2d window) {
        return with("averagePool2d(" + window.height() + "×" + window.width() + ")", (shape, random) -> new AveragePool2d(window, true));
    }

    /** A {@link MaxPool1d} with windows side by side. */
    public Network maxPool1d(int size) {
        return maxPool1d(size, pool -> pool);
    }

    /** A {@link MaxPool1d} with windows and what else is asked of it. */
    public Network maxPool1d(int size, UnaryOperator<MaxPool1d> options) {
        return with("maxPool1d(" + size + ")", (shape, random) -> options.apply(new MaxPool1d(size)));
    }

    /** An {@link AveragePool1d} with windows side by side. */
    public Network averagePool1d(int size) {
        return averagePool1d(size, pool -> pool);
    }

    /** An {@link AveragePool1d} with windows and what else is asked of it. */
    public Network averagePool1d(int size, UnaryOperator<AveragePool1d> options) {
        return with("averagePool1d(" + size + ")", (shape, random) -> options.apply(new AveragePool1d(size)));
    }

    /** An {@link AdaptiveAveragePool1d} to this length. */
    public Network adaptiveAveragePool1d(int length) {
        return with("adaptiveAveragePool1d(" + length + ")", (shape, random) -> new AdaptiveAveragePool1d(length));
    }

    /** An {@link AdaptiveAveragePool2d} to images as high as wide. */
    public Network adaptiveAveragePool2d(int size) {
        return with("adaptiveAveragePool2d(" + size + ")", (shape, random) -> new AdaptiveAveragePool2d(size));
    }

    /** An {@link AdaptiveAveragePool2d} to images of this height and width. */
    public Network adaptiveAveragePool2d(int height, int width) {
        return with("adaptiveAveragePool2d(" + height + ", " + width + ")", (shape, random) -> new AdaptiveAveragePool2d(height, width));
    }

    /** An {@link AdaptiveMaxPool1d} to this length. */
    public Network adaptiveMaxPool1d(int length) {
        return with("adaptiveMaxPool1d(" + length + ")", (shape, random) -> new AdaptiveMaxPool1d(length));
    }

    /** An {@link AdaptiveMaxPool2d} to images as high as wide. */
    public Network adaptiveMaxPool2d(int size) {
        return with("adaptiveMaxPool2d(" + size + ")", (shape, random) -> new AdaptiveMaxPool2d(size));
    }

    /** An {@link AdaptiveMaxPool2d} to images of this height and width. */
    public Network adaptiveMaxPool2d(int height, int width) {
        return with("adaptiveMaxPool2d(" + height + ", " + width + ")", (shape, random) -> new AdaptiveMaxPool2d(height, width));
    }

    /** A {@link GlobalAveragePool}. */
    public Network globalAveragePool() {
        return with("globalAveragePool", new GlobalAveragePool());
    }

    /** A {@link GlobalMaxPool}. */
    public Network globalMaxPool() {
        return with("globalMaxPool", new GlobalMaxPool());
    }

    /** An {@link Upsample1d} that repeats each place so many times. */
    public Network upsample1d(int factor) {
        return with("upsample1d(" + factor + ")", (shape, random) -> new Upsample1d(factor));
    }

    /** An {@link Upsample1d} by a factor. */
    public Network upsample1d(int factor, Interpolation interpolation) {
        return with("upsample1d(" + factor + ")", (shape, random) -> new Upsample1d(factor, interpolation));
    }

    /** An {@link Upsample2d} that repeats each pixel so many times in both directions. */
    public Network upsample2d(int factor) {
        return upsample2d(factor, Interpolation.NEAREST);
    }

    /** An {@link Upsample2d} by a factor in both directions. */
    public Network upsample2d(int factor, Interpolation interpolation) {
        return with("upsample2d(" + factor + ")", (shape, random) -> new Upsample2d(factor, interpolation));
    }

    /** An {@link Upsample2d} by a factor for the height and one for the width. */
    public Network upsample2d(int heightFactor, int widthFactor, Interpolation interpolation) {
        return with("upsample2d(" + heightFactor + ", " + widthFactor + ")",
                (shape, random) -> new Upsample2d(heightFactor, widthFactor, interpolation));
    }

    /** A {@link Pad1d} at both ends. */
    public Network pad1d(int padding, PaddingMode mode) {
        return with("pad1d(" + padding + ")", (shape, random) -> new Pad1d(padding, mode));
    }

    /** A {@link Pad2d} at all sides. */
    public Network pad2d(int padding, PaddingMode mode) {
        return with("pad2d(" + padding + ")", (shape, random) -> new Pad2d(padding, mode));
    }
}
