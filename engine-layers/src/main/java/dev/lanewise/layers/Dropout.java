package dev.lanewise.layers;

import static dev.lanewise.op.Dropout.dropout;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Leaves elements out at random while the model is training, and makes the others larger by 1/(1 − p); otherwise y = x. The state of
 * its random numbers is saved with the model, so that a training can go on exactly.
 *
 * @param probability p, how likely an element is left out
 */
public record Dropout(float probability, Philox random) implements KeepsShape {

    /**
     * Checks the probability.
     *
     * @throws IllegalArgumentException unless 0 ≤ p &lt; 1
     */
    public Dropout {
        checkProbability(probability);
    }

    static void checkProbability(float probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("dropout: the probability must be at least 0 and below 1, found " + probability);
        }
    }

    /** With random numbers of its own, whose seed is drawn from {@code random}. */
    public static Dropout of(double probability, RandomGenerator random) {
        return new Dropout((float) probability, Philox.seeded(random.nextLong()));
    }

    @Override
    public Tensor forward(Tensor x) {
        return dropout(x, probability, random);
    }
}
