package dev.lanewise.io.checkpoint;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.ReadableFile;
import dev.lanewise.io.series.SeriesEncoding;
import dev.lanewise.io.table.TableEncoding;
import dev.lanewise.io.text.TextEncoding;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a checkpoint as far as it is needed. Nothing of it is to be used before {@link #verify} has seen the rest of the file,
 * and found that it is what was written.
 */
final class CheckpointReader implements AutoCloseable {

    private final Path file;
    private final ChecksummedInput bytes;
    private final JsonInput json;

    private String engine = "";
    private String fingerprint = "";
    private @Nullable Shape input;
    private final List<String> classes = new ArrayList<>();
    private @Nullable TableEncoding table;
    private @Nullable TextEncoding text;
    private @Nullable SeriesEncoding series;
    private final Map<String, String> options = new LinkedHashMap<>();
    private @Nullable Map<String, @Nullable Object> architecture;
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private @Nullable TrainingState training;

    private CheckpointReader(Path file, ChecksummedInput bytes) throws IOException {
        this.file = file;
        this.bytes = bytes;
        this.json = new JsonInput(file, bytes);
    }

    /** Opens a file and checks that it is a checkpoint of a version that can be read, and not cut off. */
    static CheckpointReader open(Path file) throws IOException {
        ChecksummedInput bytes = new ChecksummedInput(ReadableFile.require(file));
        try {
            CheckpointReader reader = new CheckpointReader(file, bytes);
            reader.readVersion();
            bytes.requireTrailer();
            return reader;
        } catch (Throwable e) {
            bytes.close();
            throw e;
        }
    }

    private void readVersion() throws IOException {
        int version;
        try {
            json.beginObject();
            if (!"format".equals(json.nextName()) || !json.string().equals(CheckpointFormat.NAME) || !"version".equals(json.nextName())) {
                throw json.problem("another kind of JSON");
            }
            version = json.integer();
        } catch (FileFormatException e) {
            if (bytes.size() == 0) {
                throw new FileFormatException(file, "expected a Lanewise checkpoint, found an empty file", e);
            }
            throw new FileFormatException(file, "this is not a Lanewise checkpoint: expected it to begin with {\"format\": \""
                    + CheckpointFormat.NAME + "\", \"version\": …", e);
        }
        if (version != CheckpointFormat.VERSION) {
            throw new FileFormatException(file, "expected a checkpoint of version " + CheckpointFormat.VERSION + ", found version "
                    + version + (version > CheckpointFormat.VERSION ? ", which a newer Lanewise has written; use that one" : ""));
        }
    }

    /** Reads the notes and the architecture. */
    void readArchitecture() throws IOException {
        if (!readUntil("architecture")) {
            throw missing("architecture");
        }
    }

    /** Reads all that is needed to use the model. */
    void readModel() throws IOException {
        if (!readUntil("parameters")) {
            throw missing("parameters");
        }
    }

    /** Reads everything. */
    TrainingState readTraining() throws IOException {
        readModel();
        if (!readUntil("training") || training == null) {
            throw new FileFormatException(file, "holds a model without the state of its training, so that the training cannot go on"
                    + " from it; use the checkpoint \"last\"");
        }
        return training;
    }

    private FileFormatException missing(String name) {
        return new FileFormatException(file, "\"" + name + "\" is missing");
    }

    /** Reads members up to this one; returns whether it was there. */
    private boolean readUntil(String last) throws IOException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            readMember(name);
            if (name.equals(last)) {
                return true;
            }
        }
        return false;
    }

    private void readMember(String name) throws IOException {
        switch (name) {
            case "engine" -> engine = json.string();
            case "fingerprint" -> fingerprint = json.string();
            case "input" -> input = TensorValues.readShape(json);
            case "classes" -> json.elements(() -> classes.add(json.string()));
            case "table" -> table = readNote(TableEncoding::of);
            case "text" -> text = readNote(TextEncoding::of);
            case "series" -> series = readNote(SeriesEncoding::of);
            case "options" -> json.members(option -> options.put(option, json.string()));
            case "architecture" -> architecture = json.map();
            case "parameters" -> json.members(path -> parameters.put(path, readParameter()));
            case "training" -> training = new TrainingStateReader(json, bytes.size()).read(parameters);
            case "crc32" -> json.string();
            default -> throw json.problem("\"" + name + "\" is not expected here");
        }
    }

    private <T> T readNote(Function<Map<String, @Nullable Object>, T> of) throws IOException {
        Map<String, @Nullable Object> description = json.map();
        try {
            return of.apply(description);
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private Tensor readParameter() throws IOException {
        TensorValues.Reader reader = new TensorValues.Reader(json, bytes.size());
        json.members(name -> {
            if (!reader.accepts(name)) {
                throw json.problem("\"" + name + "\" is not expected in a parameter");
            }
        });
        return reader.tensor();
    }

    /** Reads the rest without understanding it, and compares the checksum of the whole. */
    void verify() throws IOException {
        bytes.requireChecksum();
    }

    String engine() {
        return engine;
    }

    String fingerprint() {
        return fingerprint;
    }

    ModelNotes notes() {
        return new ModelNotes(Optional.ofNullable(input), classes, Optional.ofNullable(table), Optional.ofNullable(text),
                Optional.ofNullable(series), options);
    }

    Map<String, @Nullable Object> architecture() throws IOException {
        if (architecture == null) {
            throw missing("architecture");
        }
        return architecture;
    }

    Map<String, Tensor> parameters() {
        return parameters;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
