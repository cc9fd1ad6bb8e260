package dev.lanewise.layers;

import static dev.lanewise.op.MaxPool1d.maxPool1d;

import dev.lanewise.op.Window1d;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The largest value in each window: {@code [batch, channels, length] → [batch, channels, length′]}.
 *
 * @param ceilMode whether the last window may lie partly behind the sequence and its padding, instead of being left out
 */
public record MaxPool1d(Window1d window, @AddedLater boolean ceilMode) implements KeepsChannels {

    /**
     * Checks the padding.
     *
     * @throws IllegalArgumentException if it is more than half of the window: some windows would see nothing of the sequence
     */
    public MaxPool1d {
        Sequences.checkPadding("max pool", window);
    }

    /** Whole windows only. */
    public MaxPool1d(Window1d window) {
        this(window, false);
    }

    /** Windows side by side. */
    public MaxPool1d(int size) {
        this(Window1d.of(size).stride(size));
    }

    /** This layer with windows {@code stride} positions apart. */
    public MaxPool1d stride(int stride) {
        return new MaxPool1d(window.stride(stride), ceilMode);
    }

    /** This layer with windows that reach {@code padding} positions beyond both ends of the sequence. */
    public MaxPool1d padding(int padding) {
        return new MaxPool1d(window.padding(padding), ceilMode);
    }

    /** This layer with a last window that may lie partly behind the sequence and its padding. */
    public MaxPool1d inCeilMode() {
        return new MaxPool1d(window, true);
    }

    @Override
    public Tensor forward(Tensor x) {
        return maxPool1d(x, window, ceilMode);
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("max pool", input, 0);
        return Sequences.outputShape("max pool", input, 0, input.dimension(1), window, ceilMode);
    }

    @Override
    public long flops(Shape input) {
        return (long) outputShape(input).size() * window.size();
    }
}
