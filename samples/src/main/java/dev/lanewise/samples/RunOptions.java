package dev.lanewise.samples;

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
 * @param data the folder with IDX files, or the built-in digits
 * @param limit how many training images are used, or all
 */
record RunOptions(String preset, @Nullable Path data, @Nullable Integer limit, int epochs, int batch, double learningRate, long seed) {

    private static final long DEFAULT_SEED = 1;

    static RunOptions defaultsOf(Preset preset) {
        return new RunOptions(preset.name(), null, null, preset.epochs(), preset.batchSize(), preset.learningRate(), DEFAULT_SEED);
    }

    /** What was saved with a model; what is not there is as in {@code defaults}. */
    static RunOptions of(Map<String, String> saved, RunOptions defaults) {
        return new RunOptions(
                saved.getOrDefault("preset", defaults.preset),
                read(saved, "data", Path::of, defaults.data),
                read(saved, "limit", Integer::valueOf, defaults.limit),
                read(saved, "epochs", Integer::valueOf, defaults.epochs),
                read(saved, "batch", Integer::valueOf, defaults.batch),
                read(saved, "learning-rate", Double::valueOf, defaults.learningRate),
                read(saved, "seed", Long::valueOf, defaults.seed));
    }

    private static <T extends @Nullable Object> T read(Map<String, String> saved, String name, Function<String, T> parse, T otherwise) {
        String text = saved.get(name);
        return text == null ? otherwise : parse.apply(text);
    }

    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("preset", preset);
        if (data != null) {
            map.put("data", data.toAbsolutePath().normalize().toString());
        }
        if (limit != null) {
            map.put("limit", limit.toString());
        }
        map.put("epochs", Integer.toString(epochs));
        map.put("batch", Integer.toString(batch));
        map.put("learning-rate", Double.toString(learningRate));
        map.put("seed", Long.toString(seed));
        return map;
    }
}
