package dev.lanewise.samples;

import dev.lanewise.io.FileFormatException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The options that decide which examples there are to train on and to test on.
 *
 * @param data the file or folder with the examples, or those that the program makes itself
 * @param test the file with the examples to test on, or a part of those in {@code data}
 * @param target the column that is to be predicted, or the last one
 * @param limit how many training examples are used, or all
 * @param seed which examples are held out to test on; of weights, order and dropout too
 */
record DataOptions(@Nullable Path data, @Nullable Path test, @Nullable String target, @Nullable Integer limit, long seed) {

    /** Those of a training for which nothing is said. */
    static final DataOptions USUAL = new DataOptions(null, null, null, null, 1);

    /** These with other data. */
    DataOptions with(Path other) {
        return new DataOptions(other, test, target, limit, seed);
    }

    /** How many of so many training examples are used. */
    int limited(int size) {
        return limit == null ? size : Math.min(limit, size);
    }

    /** Which of so many training examples are used: evenly spread ones, because files and folders may be ordered by class. */
    int[] spread(int size) {
        int count = limited(size);
        return IntStream.range(0, count).map(i -> (int) ((long) i * size / count)).toArray();
    }

    /** @throws FileFormatException if an option cannot be what it says */
    static DataOptions of(SavedOptions saved) throws FileFormatException {
        return new DataOptions(saved.path("data", "a folder"), saved.path("test", "a file"), saved.values().get("target"), saved.count("limit"),
                saved.number("seed", USUAL.seed));
    }
}
