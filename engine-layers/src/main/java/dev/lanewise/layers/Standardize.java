package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;
import static dev.lanewise.op.Arithmetic.multiply;

import dev.lanewise.tensor.Tensor;

/**
 * y = (x − mean)/deviation, for inputs of any shape: brings raw data to mean 0 and standard deviation 1. As a layer it is saved with the
 * model, so that nobody who predicts can forget it.
 *
 * @param mean what the data are on average
 * @param deviation their standard deviation, not 0
 */
public record Standardize(float mean, float deviation) implements KeepsShape {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite or the deviation is not positive
     */
    public Standardize {
        if (!Float.isFinite(mean) || !(deviation > 0) || !Float.isFinite(1 / deviation)) {
            throw new IllegalArgumentException("Standardize: expected a finite mean and a positive deviation, found " + mean + " and "
                    + deviation);
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        return multiply(add(x, -mean), 1 / deviation);
    }
}
