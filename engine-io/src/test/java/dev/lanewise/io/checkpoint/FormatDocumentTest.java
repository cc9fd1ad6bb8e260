package dev.lanewise.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the description of the format is a checkpoint. */
class FormatDocumentTest {

    @TempDir
    Path folder;

    @Test
    void theExampleCanBeRead() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "CHECKPOINT-FORMAT.md"));
        int start = document.indexOf("```json\n") + 8;
        Path file = Files.writeString(folder.resolve("example.json"), document.substring(start, document.indexOf("```", start)));

        SavedModel saved = SavedModel.read(file);
        assertThat(saved.model().parameters().fingerprint()).isEqualTo(saved.fingerprint());
        assertThat(saved.notes().classes()).containsExactly("left", "right");
        TrainingState state = new JsonCheckpointStore().load(file);
        assertThat(state.position().step()).isEqualTo(2);
        assertThat(state.optimizer().rule()).isEqualTo("Sgd");
        assertThat(state.optimizer().settings()).containsEntry("momentum", 0.9);
        assertThat(document).contains("the last " + CheckpointFormat.TRAILER_LENGTH + " bytes");
    }
}
