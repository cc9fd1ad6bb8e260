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
        var op = Operation.begin("maxPool1d");
        return MaxPool2d.pool(op, x, Pooling.of(op, x, window));
    }
}
