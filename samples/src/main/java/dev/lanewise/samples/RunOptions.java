package dev.lanewise.samples;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.samples.preset.Preset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options that decide what a training results in. They are saved with the model, so that {@code --resume} needs not repeat
 * them, and {@code evaluate} knows the data.
 *
 * @param data the folder with IDX files or the file with a table, or the built-in digits
 * @param test the file with the rows to test on, or a part of those in {@code data}
 * @param target the column that is to be predicted, or the last one
 * @param limit how many training examples are used, or all
 * @param augment whether the images to train on are changed a little in each epoch
 * @param patience after how many epochs without a lower loss the training ends, or never before its time
 */
record RunOptions(String preset, @Nullable Path data, @Nullable Path test, @Nullable String target, @Nullable Integer limit, boolean augment,
        int epochs, int batch, double learningRate, long seed, @Nullable Integer patience) {

    private static final long DEFAULT_SEED = 1;
    private static final String COUNT = "a whole number of at least 1";

    static RunOptions defaultsOf(Preset preset) {
        return new RunOptions(preset.name(), null, null, null, null, false, preset.epochs(), preset.batchSize(), preset.learningRate(),
                DEFAULT_SEED, null);
    }

    /**
     * What was saved with a model; what is not there is as in {@code defaults}.
     *
     * @throws FileFormatException if an option in {@code file} cannot be what it says, as after an edit
     */
    static RunOptions of(Path file, Map<String, String> saved, RunOptions defaults) throws FileFormatException {
        return new RunOptions(
                saved.getOrDefault("preset", defaults.preset),
                read(file, saved, "data", "a folder", Path::of, defaults.data),
                read(file, saved, "test", "a file", Path::of, defaults.test),
                saved.containsKey("target") ? saved.get("target") : defaults.target,
                read(file, saved, "limit", COUNT, RunOptions::count, defaults.limit),
                read(file, saved, "augment", "true", RunOptions::truth, defaults.augment),
                read(file, saved, "epochs", COUNT, RunOptions::count, defaults.epochs),
                read(file, saved, "batch", COUNT, RunOptions::count, defaults.batch),
                read(file, saved, "learning-rate", "a number above 0", RunOptions::rate, defaults.learningRate),
                read(file, saved, "seed", "a whole number", Long::valueOf, defaults.seed),
                read(file, saved, "patience", COUNT, RunOptions::count, defaults.patience));
    }

    private static <T extends @Nullable Object> T read(Path file, Map<String, String> saved, String name, String expected,
            Function<String, T> parse, T otherwise) throws FileFormatException {
        String text = saved.get(name);
        try {
            return text == null ? otherwise : parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(file, "the saved option \"" + name + "\" should be " + expected + ", found \"" + text
                    + "\"; start without --resume", e);
        }
    }

    private static Boolean truth(String text) {
        if (!text.equals("true")) {
            throw new IllegalArgumentException(text);
        }
        return true;
    }

    private static Integer count(String text) {
        int count = Integer.parseInt(text);
        if (count < 1) {
            throw new IllegalArgumentException(text);
        }
        return count;
    }

    private static Double rate(String text) {
        double rate = Double.parseDouble(text);
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(text);
        }
        return rate;
    }

    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("preset", preset);
        if (data != null) {
            map.put("data", data.toAbsolutePath().normalize().toString());
        }
        if (test != null) {
            map.put("test", test.toAbsolutePath().normalize().toString());
        }
        if (target != null) {
            map.put("target", target);
        }
        if (limit != null) {
            map.put("limit", limit.toString());
        }
        if (augment) {
            map.put("augment", "true");
        }
        map.put("epochs", Integer.toString(epochs));
        map.put("batch", Integer.toString(batch));
        map.put("learning-rate", Double.toString(learningRate));
        map.put("seed", Long.toString(seed));
        if (patience != null) {
            map.put("patience", patience.toString());
        }
        return map;
    }
}
