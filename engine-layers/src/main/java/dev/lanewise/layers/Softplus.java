package dev.lanewise.layers;

import static dev.lanewise.op.Softplus.softplus;

import dev.lanewise.tensor.Tensor;

/**
 * y = ln(1 + e^(β·x))/β, a smooth {@link Relu}, for inputs of any shape.
 *
 * @param beta β; the larger, the sharper the bend
 * @param threshold where β·x is above, y = x
 */
public record Softplus(float beta, float threshold) implements KeepsShape {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if β is not positive and finite, or the threshold is negative
     */
    public Softplus {
        if (!(beta > 0 && Float.isFinite(beta) && threshold >= 0)) {
            throw new IllegalArgumentException("softplus: expected a positive beta and a threshold of at least 0, found " + beta + " and "
                    + threshold);
        }
    }

    /** With β = 1 and the threshold 20. */
    public Softplus() {
        this(1, 20);
    }

    @Override
    public Tensor forward(Tensor x) {
        return softplus(x, beta, threshold);
    }
}
