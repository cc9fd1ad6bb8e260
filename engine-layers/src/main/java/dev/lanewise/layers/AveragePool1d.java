package dev.lanewise.layers;

import static dev.lanewise.op.AveragePool1d.averagePool1d;

import dev.lanewise.op.Window1d;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The mean of each window: {@code [batch, channels, length] → [batch, channels, length′]}.
 *
 * @param countIncludePadding whether the zeros around the sequence count as elements of a window
 * @param ceilMode whether the last window may lie partly behind the sequence and its padding, instead of being left out; what is behind never counts
 */
public record AveragePool1d(Window1d window, boolean countIncludePadding, @AddedLater boolean ceilMode) implements KeepsChannels {

    /**
     * Checks the padding.
     *
     * @throws IllegalArgumentException if it is more than half of the window: some windows would see nothing of the sequence
     */
    public AveragePool1d {
        Sequences.checkPadding("average pool", window);
    }

    /** Whole windows only. */
    public AveragePool1d(Window1d window, boolean countIncludePadding) {
        this(window, countIncludePadding, false);
    }

    /** Windows side by side. */
    public AveragePool1d(int size) {
        this(Window1d.of(size).stride(size), true);
    }

    /** This layer with windows {@code stride} positions apart. */
    public AveragePool1d stride(int stride) {
        return new AveragePool1d(window.stride(stride), countIncludePadding, ceilMode);
    }

    /** This layer with windows that reach {@code padding} positions beyond both ends of the sequence. */
    public AveragePool1d padding(int padding) {
        return new AveragePool1d(window.padding(padding), countIncludePadding, ceilMode);
    }

    /** This layer with a last window that may lie partly behind the sequence and its padding. */
    public AveragePool1d inCeilMode() {
        return new AveragePool1d(window, countIncludePadding, true);
    }

    /** This layer with means over what lies inside of the sequence alone. */
    public AveragePool1d withoutPadding() {
        return new AveragePool1d(window, false, ceilMode);
    }

    @Override
    public Tensor forward(Tensor x) {
        return averagePool1d(x, window, countIncludePadding, ceilMode);
    }

    @Override
    public Shape outputShape(Shape input) {
        Sequences.check("average pool", input, 0);
        return Sequences.outputShape("average pool", input, 0, input.dimension(1), window, ceilMode);
    }

    @Override
    public long flops(Shape input) {
        return (long) outputShape(input).size() * window.size();
    }
}
