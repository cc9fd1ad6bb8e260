package dev.lanewise.train;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** The directory of a training's checkpoints: {@code last} to go on from, and {@code best} to be used. */
record Checkpoints(Path directory, CheckpointStore store) {

    static Checkpoints in(Path directory) {
        return new Checkpoints(directory, ServiceLoader.load(CheckpointStore.class)
                .findFirst()
                .or(() -> ServiceLoader.load(CheckpointStore.class, CheckpointStore.class.getClassLoader()).findFirst())
                .orElseThrow(() -> new IllegalStateException("checkpoint: nobody here can write " + directory
                        + "; add the module dev.lanewise.io (engine-io) to the application, or pass a CheckpointStore")));
    }

    Path last() {
        return directory.resolve("last" + store.extension());
    }

    Path best() {
        return directory.resolve("best" + store.extension());
    }

    /** Finds out before a training, and not after its first epoch, whether there can be checkpoints of this model. */
    void prepare(Layer model) {
        LayerTypes.describe(model);
        try {
            Files.createDirectories(directory);
            if (!Files.isWritable(directory)) {
                throw new IOException("the directory is not writable");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoints cannot be written to " + directory + ": " + e, e);
        }
    }

    void saveLast(Layer model, TrainingState state) {
        try {
            store.save(last(), model, state);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + last() + " cannot be written: " + e.getMessage(), e);
        }
    }

    void saveBest(Layer model) {
        try {
            store.save(best(), model);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + best() + " cannot be written: " + e.getMessage(), e);
        }
    }

    TrainingState loadLast() {
        if (!Files.exists(last())) {
            throw new IllegalStateException("resume: there is no checkpoint " + last() + "; start without resume()");
        }
        try {
            return store.load(last());
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + last() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
