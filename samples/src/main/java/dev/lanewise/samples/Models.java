package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.layers.LayerTypes;
import dev.lanewise.samples.sequence.EncoderDecoder;
import java.io.IOException;
import java.nio.file.Path;

/** The models that commands read: those of the engine's layers, and one of the samples. */
final class Models {

    private static final LayerTypes TYPES = LayerTypes.builtIn().with(EncoderDecoder.class);

    private Models() {}

    /** The model in a file. */
    static SavedModel read(Path file) throws IOException {
        return SavedModel.read(file, TYPES);
    }
}
