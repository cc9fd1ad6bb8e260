package dev.lanewise.io.checkpoint;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model as a checkpoint holds it, ready to be used.
 *
 * @param model the model, rebuilt from the file alone
 * @param notes what was noted beside it
 * @param fingerprint the SHA-256 of its parameters when it was saved; {@code model.parameters().fingerprint()} computes it again
 * @param engine the version of Lanewise that saved it
 */
public record SavedModel(Layer model, ModelNotes notes, String fingerprint, String engine) {

    /**
     * Reads a model of the engine's layers. The state of its training, if there is one, is checked for damage but not decoded.
     *
     * @throws FileFormatException if the file is no checkpoint, is damaged or cut off, or its parts do not fit together
     */
    public static SavedModel read(Path file) throws IOException {
        return read(file, LayerTypes.builtIn());
    }

    /** Reads a model that may contain these layers. No other class is ever made from what the file says. */
    public static SavedModel read(Path file, LayerTypes types) throws IOException {
        try (CheckpointReader reader = CheckpointReader.open(file)) {
            reader.readModel();
            Layer model = build(file, reader.architecture(), reader.parameters(), types);
            reader.verify();
            return new SavedModel(model, reader.notes(), reader.fingerprint(), reader.engine());
        }
    }

    /** Reads only the notes. */
    public static ModelNotes readNotes(Path file) throws IOException {
        try (CheckpointReader reader = CheckpointReader.open(file)) {
            reader.readArchitecture();
            reader.verify();
            return reader.notes();
        }
    }

    private static Layer build(Path file, Map<String, ?> architecture, Map<String, Tensor> parameters, LayerTypes types)
            throws IOException {
        Set<String> unused = new HashSet<>(parameters.keySet());
        Layer model;
        try {
            model = types.build(architecture, (path, shape, frozen) -> {
                unused.remove(path);
                return parameter(parameters.get(path), path, shape, frozen);
            });
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(file, String.valueOf(e.getMessage()), e);
        }
        if (!unused.isEmpty()) {
            throw new FileFormatException(file, "the architecture has no place for the parameters " + new TreeSet<>(unused));
        }
        return model;
    }

    private static Parameter parameter(@Nullable Tensor values, String path, Shape shape, boolean frozen) {
        if (values == null) {
            throw new IllegalArgumentException("parameter " + path + " of shape " + shape + " is missing");
        }
        if (!values.shape().equals(shape)) {
            throw new IllegalArgumentException("parameter " + path + " should have shape " + shape + " by the architecture, found "
                    + values.shape());
        }
        return frozen ? Parameter.frozen(values) : Parameter.of(values);
    }
}
