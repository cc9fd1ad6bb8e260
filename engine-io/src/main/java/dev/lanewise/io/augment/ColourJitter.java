package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;

/**
 * Changes brightness, then contrast, then saturation, each by a factor drawn uniformly from 1 − x to 1 + x, but not below 0; values stay
 * within 0 … 1. (PyTorch's {@code ColorJitter}, which also changes the order by chance.) Grey images have no saturation.
 *
 * <p>Brightness is a factor of all values; contrast one of their distance from the mean of the grey image; saturation one of their
 * distance from the grey value of the same pixel (0.299, 0.587 and 0.114 of red, green and blue, ITU-R BT.601).
 *
 * @param brightness x of the brightness
 * @param contrast x of the contrast
 * @param saturation x of the saturation
 */
public record ColourJitter(double brightness, double contrast, double saturation) implements ImageStep {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is below 0 or not finite
     */
    public ColourJitter {
        for (double range : new double[] {brightness, contrast, saturation}) {
            if (!(range >= 0 && range < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("ColourJitter: expected ranges of at least 0, found " + brightness + ", " + contrast + ", "
                        + saturation);
            }
        }
    }

    @Override
    public void apply(Picture image, Philox random) {
        float brighter = factor(brightness, random);
        float harder = factor(contrast, random);
        float stronger = factor(saturation, random);
        if (brightness > 0) {
            blend(image, brighter, 0);
        }
        if (contrast > 0) {
            blend(image, harder, (1 - harder) * meanOfGrey(image));
        }
        if (saturation > 0 && image.channels() == 3) {
            saturate(image, stronger);
        }
    }

    private static float factor(double range, Philox random) {
        return (float) Chance.between(Math.max(0, 1 - range), 1 + range, random);
    }

    private static void blend(Picture image, float factor, float constant) {
        float[] values = image.values();
        int end = image.offset() + image.size();
        for (int i = image.offset(); i < end; i++) {
            values[i] = Math.clamp(values[i] * factor + constant, 0f, 1f);
        }
    }

    private static float meanOfGrey(Picture image) {
        int plane = image.height() * image.width();
        double sum = 0;
        for (int i = 0; i < plane; i++) {
            sum += image.channels() == 3 ? grey(image.values(), image.offset() + i, plane) : image.values()[image.offset() + i];
        }
        return (float) (sum / plane);
    }

    private static void saturate(Picture image, float factor) {
        float[] values = image.values();
        int plane = image.height() * image.width();
        for (int i = image.offset(); i < image.offset() + plane; i++) {
            float grey = (1 - factor) * grey(values, i, plane);
            for (int channel = 0; channel < 3; channel++) {
                values[i + channel * plane] = Math.clamp(values[i + channel * plane] * factor + grey, 0f, 1f);
            }
        }
    }

    private static float grey(float[] values, int at, int plane) {
        return 0.299f * values[at] + 0.587f * values[at + plane] + 0.114f * values[at + 2 * plane];
    }
}
