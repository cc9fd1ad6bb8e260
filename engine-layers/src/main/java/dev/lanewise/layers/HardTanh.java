package dev.lanewise.layers;

import static dev.lanewise.op.Clipped.hardTanh;

import dev.lanewise.tensor.Tensor;

/**
 * y = min(max(x, lowest), highest), for inputs of any shape.
 *
 * @param lowest the smallest output
 * @param highest the largest output
 */
public record HardTanh(float lowest, float highest) implements KeepsShape {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException unless {@code lowest} is below {@code highest}
     */
    public HardTanh {
        if (!(lowest < highest)) {
            throw new IllegalArgumentException("hard tanh: the lowest value must be below the highest, found " + lowest + " and " + highest);
        }
    }

    /** Between −1 and 1. */
    public HardTanh() {
        this(-1, 1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return hardTanh(x, lowest, highest);
    }
}
