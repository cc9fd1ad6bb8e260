package dev.lanewise.io.checkpoint;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import dev.lanewise.layers.Parameters;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;

/**
 * Saves models to files and reads them back, bit for bit.
 *
 * <pre>{@code
 * Checkpoint.save(Path.of("digits.json"), model);
 * Layer twin = Checkpoint.load(Path.of("digits.json"));
 * }</pre>
 *
 * <p>A file holds everything: the program that reads it needs not know the architecture. It is JSON, described in
 * {@code docs/CHECKPOINT-FORMAT.md}, and reading it makes instances of layers only. {@link SavedModel} also gives the notes,
 * {@link JsonCheckpointStore} the state of a training.
 */
public final class Checkpoint {

    private Checkpoint() {}

    /**
     * Saves a model. The file appears whole or not at all, and replaces an older one only when it is safely on disk.
     *
     * @throws IOException that names the file, if it cannot be written
     */
    public static void save(Path file, Layer model) throws IOException {
        save(file, model, ModelNotes.none());
    }

    /** Saves a model and what is to be known about it. */
    public static void save(Path file, Layer model, ModelNotes notes) throws IOException {
        CheckpointWriter.write(file, model, notes, null);
    }

    /**
     * The model in a file.
     *
     * @throws IOException that names the file and says what is wrong, if it is not a whole checkpoint of the engine's layers
     */
    public static Layer load(Path file) throws IOException {
        return SavedModel.read(file).model();
    }

    /** The model in a file, which may contain these layers. */
    public static Layer load(Path file, LayerTypes types) throws IOException {
        return SavedModel.read(file, types).model();
    }

    /**
     * Takes the values of all parameters from a file into a model that the program has made. The model stays as it is if
     * something does not fit.
     *
     * @throws IOException that names the file and says what is wrong, if its parameters are not those of the model
     */
    public static void loadInto(Path file, Layer model) throws IOException {
        Parameters parameters = model.parameters();
        Map<String, Tensor> saved = parameters(file);
        requireSamePaths(file, parameters, saved);
        for (Parameters.Entry entry : parameters) {
            Tensor values = values(saved, entry.path());
            if (!values.shape().equals(entry.parameter().shape())) {
                throw new FileFormatException(file, "parameter " + entry.path() + " has shape " + values.shape()
                        + ", the model expects " + entry.parameter().shape() + "; this is another architecture");
            }
        }
        for (Parameters.Entry entry : parameters) {
            entry.parameter().assign(values(saved, entry.path()));
        }
    }

    /**
     * The values of all parameters in a file by their paths, whatever the model: for {@link Parameters#load}, which takes over those that
     * fit.
     *
     * @throws IOException that names the file and says what is wrong, if it is not a whole checkpoint
     */
    public static Map<String, Tensor> parameters(Path file) throws IOException {
        try (CheckpointReader reader = CheckpointReader.open(file)) {
            reader.readModel();
            reader.verify();
            return reader.parameters();
        }
    }

    private static Tensor values(Map<String, Tensor> saved, String path) {
        Tensor values = saved.get(path);
        if (values == null) {
            throw new IllegalStateException("parameter " + path + " is missing");
        }
        return values;
    }

    private static void requireSamePaths(Path file, Parameters parameters, Map<String, Tensor> saved) throws IOException {
        TreeSet<String> missing = new TreeSet<>(parameters.asMap().keySet());
        missing.removeAll(saved.keySet());
        TreeSet<String> unknown = new TreeSet<>(saved.keySet());
        unknown.removeAll(parameters.asMap().keySet());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new FileFormatException(file, "this is another architecture than the model's:"
                    + (missing.isEmpty() ? "" : " parameters that the file does not have: " + missing)
                    + (unknown.isEmpty() ? "" : " parameters that the model does not have: " + unknown));
        }
    }
}
