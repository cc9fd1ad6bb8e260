package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Tensor;

/** The largest value of every window. */
public final class MaxPool1d {

    private MaxPool1d() {}

    /**
     * [n, c, l] → [n, c, l′]: the largest element of each window, NaN if there is one; the padding counts as −∞. dy goes to the first
     * element of the window that equals y.
     *
     * @throws IllegalArgumentException if x is not a sequence, or the window does not fit, or its padding is more than half of it
     */
    public static Tensor maxPool1d(Tensor x, Window1d window) {
        return maxPool1d(x, window, false);
    }

    /**
     * The same, with a last place that may lie partly behind the sequence if {@code ceilMode}: see {@link Window1d#outputLength(int, boolean)}.
     *
     * @throws IllegalArgumentException as the other
     */
    public static Tensor maxPool1d(Tensor x, Window1d window, boolean ceilMode) {
        var op = Operation.begin("maxPool1d");
        return MaxPool2d.pool(op, x, Pooling.of(op, x, window, ceilMode));
    }
}
