package dev.lanewise.io.augment;

import dev.lanewise.random.Philox;
import java.util.List;

/**
 * y = (x − mean)/deviation, channel by channel; also where a model is judged. Whoever predicts must do the same: a layer
 * {@link dev.lanewise.layers.Standardize} at the beginning of the model cannot be forgotten.
 *
 * @param mean of each channel
 * @param deviation of each channel, above 0
 */
public record Normalize(List<Float> mean, List<Float> deviation) implements ImageStep {

    /**
     * Copies and checks the numbers.
     *
     * @throws IllegalArgumentException if there are not as many of the one as of the other, or one is not finite, or a deviation not above 0
     */
    public Normalize {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != deviation.size() || mean.stream().anyMatch(value -> !Float.isFinite(value))
                || deviation.stream().anyMatch(value -> !(value > 0 && Float.isFinite(1 / value)))) {
            throw new IllegalArgumentException("Normalize: expected a finite mean and a deviation above 0 for each channel, found " + mean
                    + " and " + deviation);
        }
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public void apply(Picture image, Philox random) {
        if (image.channels() != mean.size()) {
            throw new IllegalArgumentException("Normalize: expected images with " + mean.size() + " channels, found " + image.channels());
        }
        float[] values = image.values();
        int plane = image.height() * image.width();
        for (int channel = 0; channel < image.channels(); channel++) {
            float subtracted = mean.get(channel);
            float divisor = deviation.get(channel);
            int start = image.offset() + channel * plane;
            for (int i = start; i < start + plane; i++) {
                values[i] = (values[i] - subtracted) / divisor;
            }
        }
    }
}
