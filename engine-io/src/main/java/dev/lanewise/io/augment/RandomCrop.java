package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;
import java.util.Arrays;

/**
 * Puts a black frame around the image and cuts a piece of the old size out of it: the image is moved by up to {@code padding}
 * pixels each way. (PyTorch: {@code RandomCrop(size, padding)}.)
 *
 * @param padding the width of the frame in pixels
 */
public record RandomCrop(int padding) implements ImageStep {

    /**
     * Checks the frame.
     *
     * @throws IllegalArgumentException if it is narrower than 0
     */
    public RandomCrop {
        if (padding < 0) {
            throw new IllegalArgumentException("RandomCrop: expected a padding of at least 0 pixels, found " + padding);
        }
    }

    @Override
    public void apply(Picture image, Philox random) {
        int down = Chance.below(2 * padding + 1, random) - padding;
        int right = Chance.below(2 * padding + 1, random) - padding;
        if (down == 0 && right == 0) {
            return;
        }
        float[] before = image.copy();
        int height = image.height();
        int width = image.width();
        Arrays.fill(image.values(), image.offset(), image.offset() + image.size(), 0);
        int from = Math.max(0, -right);
        int count = width - Math.abs(right);
        for (int channel = 0; count > 0 && channel < image.channels(); channel++) {
            for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
                System.arraycopy(before, (channel * height + y - down) * width + from, image.values(),
                        image.offset() + (channel * height + y) * width + Math.max(0, right), count);
            }
        }
    }
}
