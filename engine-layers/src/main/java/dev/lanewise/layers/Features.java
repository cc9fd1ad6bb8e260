package dev.lanewise.layers;

import java.util.Locale;

/**
 * How many features a tensor has along one axis: what can be known between two layers before any input was seen.
 *
 * @param axis 1 for the channels of images, −1 for the innermost dimension
 * @param count how many there are
 * @param multiple whether there may also be twice as many, or three times, …
 */
public record Features(int axis, int count, boolean multiple) {

    /** So many features, exactly. */
    public Features(int axis, int count) {
        this(axis, count, false);
    }

    /** Channels of images, {@code [batch, channels, height, width]}. */
    public static Features channels(int count) {
        return new Features(1, count);
    }

    /** Features in the innermost dimension, {@code [batch, …, features]}. */
    public static Features innermost(int count) {
        return new Features(-1, count);
    }

    /** A multiple of so many features in the innermost dimension: each of them at every place of an image or sequence. */
    public static Features multipleOf(int count) {
        return new Features(-1, count, true);
    }

    /** Whether features of which this is known may be those that a layer expects. */
    boolean mayBe(Features expected) {
        return axis != expected.axis || (multiple ? count > 0 && expected.count % count == 0 : expected.count == count);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, multiple ? "a multiple of %d" : axis == 1 ? "%d channels" : "%d features", count);
    }
}
