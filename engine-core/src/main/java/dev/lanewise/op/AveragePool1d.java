package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;

/** The mean of every window. */
public final class AveragePool1d {

    private AveragePool1d() {}

    /**
     * [n, c, l] → [n, c, l′]: the sum of each window's elements over k, where k is the size of the window if the padding's zeros are
     * counted, and the number of its elements inside the sequence if not. dx is the sum of dy/k over the windows that an element is in.
     *
     * @throws IllegalArgumentException if x is not a sequence, or the window does not fit, or its padding is more than half of it
     */
    public static Tensor averagePool1d(Tensor x, Window1d window, boolean countIncludePadding) {
        return averagePool1d(x, window, countIncludePadding, false);
    }

    /**
     * The same, with a last place that may lie partly behind the sequence if {@code ceilMode}; what is behind the padding never counts.
     *
     * @throws IllegalArgumentException as the other
     */
    public static Tensor averagePool1d(Tensor x, Window1d window, boolean countIncludePadding, boolean ceilMode) {
        var op = Operation.begin("averagePool1d");
        return AveragePool2d.pool(op, x, Pooling.of(op, x, window, ceilMode), countIncludePadding);
    }
}
