package dev.lanewise.bench;

import java.nio.file.InvalidPathException;
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
     * @throws UsageException if it is none from 1 on
     */
    public static int positive(String option, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(option + ": expected a whole number from 1, found " + value, e);
        }
        throw new UsageException(option + ": expected a whole number from 1, found " + value);
    }

    /**
     * A file.
     *
     * @throws UsageException if it has no name, or one that no file can have here
     */
    public static Path file(String option, String value) {
        if (value.isEmpty()) {
            throw new UsageException(option + ": expected a file, found nothing");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) { // in a locale without its letters too
            throw new UsageException(option + ": no file can have the name " + value + " here: " + e.getReason(), e);
        }
    }

    /**
     * Seconds.
     *
     * @throws UsageException if it is no number above 0 and below an hour
     */
    public static double duration(String option, String value) {
        try {
            double seconds = Double.parseDouble(value);
            if (seconds > 0 && seconds < 3600) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(option + ": expected seconds, found " + value, e);
        }
        throw new UsageException(option + ": expected seconds above 0 and below 3600, found " + value);
    }
}
