package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;
import java.util.Arrays;

/**
 * Blackens a square whose centre is any pixel, so that a part of it may lie outside (DeVries and Taylor, <i>Improved regularization of
 * convolutional neural networks with cutout</i>, 2017).
 *
 * @param side of the square in pixels
 */
public record Cutout(int side) implements ImageStep {

    /**
     * Checks the side.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Cutout {
        if (side < 1) {
            throw new IllegalArgumentException("Cutout: expected a side of at least 1 pixel, found " + side);
        }
    }

    @Override
    public void apply(Picture image, Philox random) {
        int top = Chance.below(image.height(), random) - side / 2;
        int left = Chance.below(image.width(), random) - side / 2;
        int from = Math.max(0, left);
        int to = Math.min(image.width(), left + side);
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int y = Math.max(0, top); y < Math.min(image.height(), top + side); y++) {
                int row = image.offset() + (channel * image.height() + y) * image.width();
                Arrays.fill(image.values(), row + from, row + to, 0);
            }
        }
    }
}
