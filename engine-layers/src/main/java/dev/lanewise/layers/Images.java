package dev.lanewise.layers;

import dev.lanewise.op.Padding2d;
import dev.lanewise.op.PaddingMode;
import dev.lanewise.op.Window2d;
import dev.lanewise.tensor.Shape;

/** Shapes of images, {@code [batch, channels, height, width]}. */
final class Images {

    private Images() {}

    /** Complains unless this is the shape of images with so many channels; any number of channels will do if that is 0. */
    static void check(String layer, Shape input, int channels) {
        if (input.rank() != 4) {
            throw new IllegalArgumentException(layer + ": expected images [batch, channels, height, width], found " + input
                    + (input.rank() == 3 ? "; did you leave out the batch?" : ""));
        }
        checkChannels(layer, input, channels);
    }

    /** Complains unless an input {@code [batch, channels, …]} has so many channels; any number will do if that is 0. */
    static void checkChannels(String layer, Shape input, int channels) {
        if (channels != 0 && input.dimension(1) != channels) {
            throw new IllegalArgumentException(layer + ": expected " + channels + " channels, found " + input.dimension(1) + " in input "
                    + input + "; make the number of channels equal to that of the layer before");
        }
    }

    /** Complains if there are no pixels in {@code [batch, channels, …]}. */
    static void checkPixels(String layer, Shape input) {
        if (input.sizeBetween(2, input.rank()) == 0) {
            throw new IllegalArgumentException(layer + ": found no pixels in input " + input + "; use fewer layers that make inputs smaller");
        }
    }

    /** Complains if a pooling's padding is more than half of its window. */
    static void checkPadding(String layer, Window2d window) {
        if (2L * window.paddingHeight() > window.height() || 2L * window.paddingWidth() > window.width()) {
            throw new IllegalArgumentException(layer + ": expected a padding of at most half the window of " + window.height() + "×"
                    + window.width() + ", found " + window.paddingHeight() + "×" + window.paddingWidth()
                    + "; use less padding or a larger window");
        }
    }

    /** The shape of images with something around them; complains if they are too small for that. */
    static Shape padded(String layer, Shape input, Padding2d padding) {
        checkMirror(layer, padding.mode(), Math.max(padding.top(), padding.bottom()), input.dimension(2), input);
        checkMirror(layer, padding.mode(), Math.max(padding.left(), padding.right()), input.dimension(3), input);
        return Shape.of(input.dimension(0), input.dimension(1), padding.top() + input.dimension(2) + padding.bottom(),
                padding.left() + input.dimension(3) + padding.right());
    }

    /** Complains if so many pixels cannot be mirrored, repeated or taken from the other end. */
    static void checkMirror(String layer, PaddingMode mode, int padding, int length, Shape input) {
        boolean fits = switch (mode) {
            case ZEROS -> true;
            case REFLECT -> padding < Math.max(length, 1);
            case REPLICATE -> length > 0 || padding == 0;
            case CIRCULAR -> padding <= length;
        };
        if (!fits) {
            throw new IllegalArgumentException(layer + ": a padding of " + padding + " by " + mode + " does not fit a dimension of " + length
                    + " in input " + input + "; use less padding or larger inputs");
        }
    }

    /** The shape after a window has passed over images with {@code in} channels (0: any) and has given {@code out} channels. */
    static Shape outputShape(String layer, Shape input, int in, int out, Window2d window) {
        return outputShape(layer, input, in, out, window, false);
    }

    /** The same, for a pooling. */
    static Shape outputShape(String layer, Shape input, int in, int out, Window2d window, boolean ceilMode) {
        check(layer, input, in);
        int height = window.outputHeight(input.dimension(2), ceilMode);
        int width = window.outputWidth(input.dimension(3), ceilMode);
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(layer + ": a window of " + window.height() + "×" + window.width()
                    + " does not fit images of " + input.dimension(2) + "×" + input.dimension(3)
                    + "; use fewer layers that make images smaller, or padding");
        }
        return Shape.of(input.dimension(0), out, height, width);
    }
}
