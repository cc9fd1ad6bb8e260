package dev.lanewise.layers;

import static dev.lanewise.op.Elu.elu;

import dev.lanewise.tensor.Tensor;

/**
 * y = x above zero and α·(eˣ − 1) below, for inputs of any shape.
 *
 * @param alpha α, how deep the floor is: finite and at least 0
 */
public record Elu(float alpha) implements KeepsShape {

    /**
     * Checks α.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Elu {
        if (!(alpha >= 0 && Float.isFinite(alpha))) {
            throw new IllegalArgumentException("elu: expected a finite alpha of at least 0, found " + alpha);
        }
    }

    /** With α = 1. */
    public Elu() {
        this(1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return elu(x, alpha);
    }
}
