package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;

/**
 * Exchanges left and right.
 *
 * @param probability how often
 */
public record HorizontalFlip(double probability) implements ImageStep {

    /**
     * Checks the probability.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public HorizontalFlip {
        Chance.requireProbability("HorizontalFlip", probability);
    }

    @Override
    public void apply(Picture image, Philox random) {
        if (!Chance.happens(probability, random)) {
            return;
        }
        float[] values = image.values();
        int width = image.width();
        int end = image.offset() + image.size();
        for (int row = image.offset(); row < end; row += width) {
            for (int left = row, right = row + width - 1; left < right; left++, right--) {
                float value = values[left];
                values[left] = values[right];
                values[right] = value;
            }
        }
    }
}
