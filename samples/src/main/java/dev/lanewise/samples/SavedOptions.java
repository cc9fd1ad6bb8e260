package dev.lanewise.samples;

import dev.lanewise.io.FileFormatException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of a training, as they are saved with its model.
 *
 * @param file where they are saved
 * @param advice what to do if one of them cannot be what it says, as after an edit
 */
record SavedOptions(Path file, Map<String, String> values, String advice) {

    private static final String COUNT = "a whole number of at least 1";

    @Nullable Path path(String name, String expected) throws FileFormatException {
        return this.<@Nullable Path>read(name, expected, Path::of, null);
    }

    @Nullable Integer count(String name) throws FileFormatException {
        return this.<@Nullable Integer>read(name, COUNT, SavedOptions::positive, null);
    }

    int count(String name, int otherwise) throws FileFormatException {
        return read(name, COUNT, SavedOptions::positive, otherwise);
    }

    double rate(String name, double otherwise) throws FileFormatException {
        return read(name, "a number above 0", SavedOptions::positiveReal, otherwise);
    }

    long number(String name, long otherwise) throws FileFormatException {
        return read(name, "a whole number", Long::valueOf, otherwise);
    }

    boolean isSet(String name) throws FileFormatException {
        return read(name, "true", SavedOptions::truth, false);
    }

    private <T extends @Nullable Object> T read(String name, String expected, Function<String, T> parse, T otherwise)
            throws FileFormatException {
        String text = values.get(name);
        try {
            return text == null ? otherwise : parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(file, "the saved option \"" + name + "\" should be " + expected + ", found \"" + text + "\"; " + advice, e);
        }
    }

    private static int positive(String text) {
        int count = Integer.parseInt(text);
        if (count < 1) {
            throw new IllegalArgumentException(text);
        }
        return count;
    }

    private static double positiveReal(String text) {
        double number = Double.parseDouble(text);
        if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static boolean truth(String text) {
        if (!text.equals("true")) {
            throw new IllegalArgumentException(text);
        }
        return true;
    }
}
