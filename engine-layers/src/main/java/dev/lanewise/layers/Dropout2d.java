package dev.lanewise.layers;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.util.random.RandomGenerator;

/**
 * Leaves whole channels of {@code [batch, channels, height, width]} out at random while the model is training, and makes the others larger by
 * 1/(1 − p); otherwise y = x. The state of its random numbers is saved with the model, so that a training can go on exactly.
 *
 * @param probability p, how likely a channel of a sample is left out
 */
public record Dropout2d(float probability, Philox random) implements DropsChannels {

    /**
     * Checks the probability.
     *
     * @throws IllegalArgumentException unless 0 ≤ p &lt; 1
     */
    public Dropout2d {
        Dropout.checkProbability(probability);
    }

    /** With random numbers of its own, whose seed is drawn from {@code random}. */
    public static Dropout2d of(double probability, RandomGenerator random) {
        return new Dropout2d((float) probability, Philox.seeded(random.nextLong()));
    }

    @Override
    public Shape outputShape(Shape input) {
        Images.check("dropout", input, 0);
        return input;
    }
}
