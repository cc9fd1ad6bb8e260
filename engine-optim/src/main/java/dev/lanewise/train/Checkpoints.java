package dev.lanewise.train;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** The directory of a training's checkpoints: {@code last} to go on from, {@code best} to be used, and some of the last epochs. */
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

    Path ofEpoch(int epoch) {
        return directory.resolve("epoch-" + epoch + store.extension());
    }

    void save(Path file, Layer model, TrainingState state) {
        try {
            store.save(file, model, state);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Deletes the checkpoints of the epochs up to this one, backwards until one is missing. */
    void deleteEpochsUpTo(int epoch) {
        try {
            for (int old = epoch; old > 0; old--) {
                if (!Files.deleteIfExists(ofEpoch(old))) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint in " + directory + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    void saveBest(Layer model) {
        try {
            store.save(best(), model);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + best() + " cannot be written: " + e.getMessage(), e);
        }
    }

    TrainingState load(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalStateException("resume: there is no checkpoint " + file + "; start without resume()");
        }
        try {
            return store.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoint " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
