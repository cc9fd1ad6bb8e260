package dev.lanewise.layers;

import dev.lanewise.op.Padding1d;
import dev.lanewise.op.Window1d;
import dev.lanewise.tensor.Shape;

/** Shapes of sequences and signals, {@code [batch, channels, length]}. */
final class Sequences {

    private Sequences() {}

    /** Complains unless this is the shape of sequences with so many channels; any number of channels will do if that is 0. */
    static void check(String layer, Shape input, int channels) {
        if (input.rank() != 3) {
            throw new IllegalArgumentException(layer + ": expected sequences [batch, channels, length], found " + input
                    + (input.rank() == 2 ? "; did you leave out the batch or the channels?" : ""));
        }
        Images.checkChannels(layer, input, channels);
    }

    /** Complains if a pooling's padding is more than half of its window. */
    static void checkPadding(String layer, Window1d window) {
        if (2L * window.padding() > window.size()) {
            throw new IllegalArgumentException(layer + ": expected a padding of at most half the window of " + window.size() + ", found "
                    + window.padding() + "; use less padding or a larger window");
        }
    }

    /** The shape of sequences with something before and behind them; complains if they are too short for that. */
    static Shape padded(String layer, Shape input, Padding1d padding) {
        Images.checkMirror(layer, padding.mode(), Math.max(padding.before(), padding.behind()), input.dimension(2), input);
        return input.with(2, padding.before() + input.dimension(2) + padding.behind());
    }

    /** The shape after a window has passed over sequences with {@code in} channels (0: any) and has given {@code out} channels. */
    static Shape outputShape(String layer, Shape input, int in, int out, Window1d window) {
        return outputShape(layer, input, in, out, window, false);
    }

    /** The same, for a pooling. */
    static Shape outputShape(String layer, Shape input, int in, int out, Window1d window, boolean ceilMode) {
        check(layer, input, in);
        int length = window.outputLength(input.dimension(2), ceilMode);
        if (length < 1) {
            throw new IllegalArgumentException(layer + ": a window of " + window.size() + " does not fit sequences of length "
                    + input.dimension(2) + "; use fewer layers that make sequences shorter, or padding");
        }
        return Shape.of(input.dimension(0), out, length);
    }
}
