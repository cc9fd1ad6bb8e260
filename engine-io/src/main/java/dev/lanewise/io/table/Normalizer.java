package dev.lanewise.io.table;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the numbers of a column are brought to a range that networks learn from: y = (x − offset)/scale. */
public enum Normalizer {

    /** As they are: offset 0, scale 1. */
    NONE,

    /** To mean 0 and standard deviation 1 over the training rows: the mean, and the root of the mean squared deviation from it. */
    STANDARDIZE,

    /** To 0 … 1 over the training rows: the least, and the distance from it to the greatest. Other rows may lie outside. */
    MIN_MAX;

    /** As it is written in a file: {@code min_max}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one that is written so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Normalizer of(@Nullable Object text) {
        for (Normalizer normalizer : values()) {
            if (normalizer.text().equals(text)) {
                return normalizer;
            }
        }
        throw new IllegalArgumentException("there is no normalizer \"" + text + "\"");
    }
}
