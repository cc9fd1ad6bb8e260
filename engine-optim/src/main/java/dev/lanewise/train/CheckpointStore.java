package dev.lanewise.train;

import dev.lanewise.layers.Layer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes checkpoints to files and reads them. The module {@code dev.lanewise.io} provides one as a service.
 *
 * <p>A file appears complete or not at all: an existing one is replaced only when the new one is safely written.
 */
public interface CheckpointStore {

    /** How the names of this store's files end: {@code .json}. */
    String extension();

    /** Saves a model to be used, without the state of its training. */
    void save(Path file, Layer model) throws IOException;

    /**
     * Saves a model and the state of its training, which is a view of the living arrays: it is written before this returns.
     *
     * @param state its {@code parameters} and {@code generators} are the model's
     */
    void save(Path file, Layer model, TrainingState state) throws IOException;

    /**
     * Reads the state of a training.
     *
     * @throws IOException if the file cannot be read or holds something else; the message names the file and what is wrong
     */
    TrainingState load(Path file) throws IOException;
}
