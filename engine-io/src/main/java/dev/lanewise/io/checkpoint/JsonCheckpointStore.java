package dev.lanewise.io.checkpoint;

import dev.lanewise.layers.Layer;
import dev.lanewise.train.CheckpointStore;
import dev.lanewise.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps the checkpoints of a training in the files that {@link Checkpoint} describes. */
public final class JsonCheckpointStore implements CheckpointStore {

    private final ModelNotes notes;

    /** A store that notes nothing beside the models. */
    public JsonCheckpointStore() {
        this(ModelNotes.none());
    }

    /** A store that writes these notes into every file. */
    public JsonCheckpointStore(ModelNotes notes) {
        this.notes = notes;
    }

    @Override
    public String extension() {
        return ".json";
    }

    @Override
    public void save(Path file, Layer model) throws IOException {
        CheckpointWriter.write(file, model, notes, null);
    }

    @Override
    public void save(Path file, Layer model, TrainingState state) throws IOException {
        CheckpointWriter.write(file, model, notes, state);
    }

    @Override
    public TrainingState load(Path file) throws IOException {
        try (CheckpointReader reader = CheckpointReader.open(file)) {
            TrainingState state = reader.readTraining();
            reader.verify();
            return state;
        }
    }
}
