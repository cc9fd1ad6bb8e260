package dev.lanewise.io.checkpoint;

import dev.lanewise.io.AtomicFile;
import dev.lanewise.io.EngineVersion;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import dev.lanewise.layers.Parameters;
import dev.lanewise.train.TrainingState;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;

/** Writes checkpoints. What is needed to use the model comes first, so that a reader can stop there. */
final class CheckpointWriter {

    private static final int MOST_LEAVES_ON_A_LINE = 9;

    private final JsonGenerator json;
    private final JsonLayout layout;

    private CheckpointWriter(JsonGenerator json, JsonLayout layout) {
        this.json = json;
        this.layout = layout;
    }

    static void write(Path file, Layer model, ModelNotes notes, @Nullable TrainingState state) throws IOException {
        AtomicFile.write(file, out -> write(out, model, notes, state));
    }

    private static void write(OutputStream out, Layer model, ModelNotes notes, @Nullable TrainingState state) throws IOException {
        CRC32 crc32 = new CRC32();
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        JsonLayout layout = new JsonLayout();
        try (JsonGenerator json = CheckpointFormat.JSON.createGenerator(layout.context(), new CheckedOutputStream(buffered, crc32))) {
            json.configure(StreamWriteFeature.AUTO_CLOSE_CONTENT, false); // the trailer closes the object
            new CheckpointWriter(json, layout).write(model, notes, state);
            json.flush();
            buffered.write(CheckpointFormat.trailer(crc32.getValue()));
            buffered.flush();
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getOriginalMessage(), e);
        }
    }

    /** Everything but the end of the object, which the trailer contains. */
    private void write(Layer model, ModelNotes notes, @Nullable TrainingState state) {
        Parameters parameters = model.parameters();
        json.writeStartObject();
        json.writeStringProperty("format", CheckpointFormat.NAME);
        json.writeNumberProperty("version", CheckpointFormat.VERSION);
        json.writeStringProperty("engine", EngineVersion.current());
        json.writeStringProperty("fingerprint", parameters.fingerprint());
        writeNotes(notes);
        json.writeName("architecture");
        writeMap(LayerTypes.describe(model));
        json.writeName("parameters");
        writeParameters(parameters);
        if (state != null) {
            json.writeName("training");
            new TrainingStateWriter(json, layout).write(state);
        }
    }

    private void writeNotes(ModelNotes notes) {
        notes.input().ifPresent(shape -> {
            json.writeName("input");
            layout.onOneLine(() -> TensorValues.writeShape(json, shape));
        });
        if (!notes.classes().isEmpty()) {
            json.writeName("classes");
            layout.onOneLine(() -> {
                json.writeStartArray();
                notes.classes().forEach(json::writeString);
                json.writeEndArray();
            });
        }
        notes.table().ifPresent(table -> {
            json.writeName("table");
            writeMap(table.describe());
        });
        notes.text().ifPresent(text -> {
            json.writeName("text");
            writeMap(text.describe());
        });
        notes.series().ifPresent(series -> {
            json.writeName("series");
            writeMap(series.describe());
        });
        if (!notes.options().isEmpty()) {
            json.writeName("options");
            json.writeStartObject();
            notes.options().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    private void writeParameters(Parameters parameters) {
        json.writeStartObject();
        for (Parameters.Entry entry : parameters) {
            json.writeName(entry.path());
            TensorValues.write(json, layout, entry.parameter());
        }
        json.writeEndObject();
    }

    private void writeAnything(@Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean bool -> json.writeBoolean(bool);
            case Float number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            case List<?> list -> writeList(list);
            case Map<?, ?> map -> writeMap(map);
            default -> throw new IllegalArgumentException("checkpoint: " + value.getClass().getName() + " is not plain data");
        }
    }

    private void writeList(List<?> list) {
        json.writeStartArray();
        onOneLineIf(leaves(list) <= MOST_LEAVES_ON_A_LINE, () -> {
            list.forEach(this::writeAnything);
            json.writeEndArray();
        });
    }

    private void writeMap(Map<?, ?> map) {
        json.writeStartObject();
        onOneLineIf(leaves(map) <= MOST_LEAVES_ON_A_LINE, () -> {
            map.forEach((name, member) -> {
                json.writeName((String) name);
                writeAnything(member);
            });
            json.writeEndObject();
        });
    }

    private void onOneLineIf(boolean isShort, Runnable write) {
        if (isShort) {
            layout.onOneLine(write);
        } else {
            write.run();
        }
    }

    private static int leaves(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list.stream().mapToInt(CheckpointWriter::leaves).sum();
            case Map<?, ?> map -> map.values().stream().mapToInt(CheckpointWriter::leaves).sum();
            case null, default -> 1;
        };
    }
}
