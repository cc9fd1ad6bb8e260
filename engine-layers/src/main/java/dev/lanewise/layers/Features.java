package dev.lanewise.layers;

import java.util.Locale;

/**
 * How many features a tensor has along one axis: what can be known between two layers before any input was seen.
 *
 * @param axis 1 for the channels of images, −1 for the innermost dimension
 */
public record Features(int axis, int count) {

    /** Channels of images, {@code [batch, channels, height, width]}. */
    public static Features channels(int count) {
        return new Features(1, count);
    }

    /** Features in the innermost dimension, {@code [batch, …, features]}. */
    public static Features innermost(int count) {
        return new Features(-1, count);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, axis == 1 ? "%d channels" : "%d features", count);
    }
}
