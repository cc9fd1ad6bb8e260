package dev.lanewise.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Values of options of the programs here. */
public final class Options {

    private Options() {}

    /** The words between commas. */
    public static Stream<String> list(String value) {
        return Arrays.stream(value.split(",", -1)).filter(word -> !word.isEmpty());
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException if it is none from 1 on
     */
    public static int positive(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": expected a whole number from 1, found " + value, e);
        }
        throw new IllegalArgumentException(option + ": expected a whole number from 1, found " + value);
    }

    /**
     * A file.
     *
     * @throws IllegalArgumentException if it has no name
     */
    public static Path file(String option, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(option + ": expected a file, found nothing");
        }
        return Path.of(value);
    }

    /**
     * Seconds.
     *
     * @throws IllegalArgumentException if it is no number above 0 and below an hour
     */
    public static double duration(String option, String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (seconds > 0 && seconds < 3600) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": expected seconds, found " + value, e);
        }
        throw new IllegalArgumentException(option + ": expected seconds above 0 and below 3600, found " + value);
    }
}
