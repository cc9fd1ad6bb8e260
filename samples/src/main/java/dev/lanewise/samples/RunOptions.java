package dev.lanewise.samples;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.samples.preset.Preset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that decide what a training results in. They are saved with the model, so that {@code --resume} needs not repeat
 * them, and {@code evaluate} knows the data.
 *
 * @param examples which examples there are
 * @param augment whether the images to train on are changed a little in each epoch
 * @param patience after how many epochs without a lower loss the training ends, or never before its time
 */
record RunOptions(String preset, DataOptions examples, boolean augment, int epochs, int batch, double learningRate, @Nullable Integer patience) {

    static RunOptions usual(Preset preset) {
        return new RunOptions(preset.name(), DataOptions.USUAL, false, preset.epochs(), preset.batchSize(), preset.learningRate(), null);
    }

    /**
     * What was saved with a model; what is not there is as usual for {@code preset}.
     *
     * @throws FileFormatException if an option cannot be what it says
     */
    static RunOptions of(SavedOptions saved, Preset preset) throws FileFormatException {
        return new RunOptions(saved.values().getOrDefault("preset", preset.name()), DataOptions.of(saved), saved.isSet("augment"),
                saved.count("epochs", preset.epochs()), saved.count("batch", preset.batchSize()),
                saved.rate("learning-rate", preset.learningRate()), saved.count("patience"));
    }

    /** What is saved. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("preset", preset);
        put(map, "data", absolute(examples.data()));
        put(map, "test", absolute(examples.test()));
        put(map, "target", examples.target());
        put(map, "limit", examples.limit());
        put(map, "augment", augment ? true : null);
        put(map, "epochs", epochs);
        put(map, "batch", batch);
        put(map, "learning-rate", learningRate);
        put(map, "seed", examples.seed());
        put(map, "patience", patience);
        return map;
    }

    private static void put(Map<String, String> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value.toString());
        }
    }

    /** A path that means the same in any folder. */
    static @Nullable Path absolute(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().normalize();
    }
}
