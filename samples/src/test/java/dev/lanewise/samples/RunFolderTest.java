package dev.lanewise.samples;

import static dev.lanewise.samples.CommandLineRun.fails;
import static dev.lanewise.samples.CommandLineRun.succeed;
import static dev.lanewise.samples.CommandLineRun.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.io.checkpoint.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several trainings into one folder leave there. */
class RunFolderTest {

    @TempDir
    Path folder;

    @Test
    void aNewRunSetsTheOldOneAside() throws IOException {
        Path out = folder.resolve("run");
        String old = succeed("train", "mlp", "--limit", 64, "--epochs", 1, "--quiet", "--out", out).fingerprint();
        String second = succeed("train", "mlp", "--limit", 64, "--epochs", 1, "--quiet", "--seed", 2, "--out", out).fingerprint();
        CommandLineRun third = succeed("train", "mlp", "--limit", 64, "--epochs", 1, "--seed", 3, "--out", out);
        assertThat(third.out()).contains("the run before is kept as " + out.resolve("previous-2-*"), "after 1 epoch: test accuracy");
        assertThat(SavedModel.read(out.resolve("previous-1-last.json")).fingerprint()).isEqualTo(old);
        assertThat(SavedModel.read(out.resolve("previous-2-last.json")).fingerprint()).isEqualTo(second);
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("last.json", "best.json", "history.jsonl", "history.csv", "previous-1-last.json",
                            "previous-1-best.json", "previous-1-history.jsonl", "previous-1-history.csv", "previous-2-last.json",
                            "previous-2-best.json", "previous-2-history.jsonl", "previous-2-history.csv");
        }
    }

    @Test
    void aFolderIsForOneTrainingAtATime() throws IOException {
        Path out = folder.resolve("run");
        Object[] options = {"train", "mlp", "--limit", 64, "--epochs", 1, "--quiet", "--out", out};
        succeed(options);
        try (FolderLock _ = FolderLock.of(out)) {
            fails(1, "run: another training is writing into this folder; wait for it, or give another one with --out", options);
            fails(1, "run: another training is writing into this folder", with(options, "--resume"));
        }
        assertThat(out.resolve(".lock")).doesNotExist();
        Files.createFile(out.resolve(".lock")); // of a process that was killed
        succeed(options);
        assertThat(out.resolve(".lock")).doesNotExist();
        assertThat(out.resolve("previous-2-last.json")).as("nothing was touched before").doesNotExist();
    }
}
