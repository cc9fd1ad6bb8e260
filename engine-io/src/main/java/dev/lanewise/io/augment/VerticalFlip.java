package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;

/**
 * Exchanges top and bottom.
 *
 * @param probability how often
 */
public record VerticalFlip(double probability) implements ImageStep {

    /**
     * Checks the probability.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public VerticalFlip {
        Chance.requireProbability("VerticalFlip", probability);
    }

    @Override
    public void apply(Picture image, Philox random) {
        if (!Chance.happens(probability, random)) {
            return;
        }
        float[] before = image.copy();
        int width = image.width();
        int plane = image.height() * width;
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int y = 0; y < image.height(); y++) {
                System.arraycopy(before, channel * plane + (image.height() - 1 - y) * width, image.values(),
                        image.offset() + channel * plane + y * width, width);
            }
        }
    }
}
