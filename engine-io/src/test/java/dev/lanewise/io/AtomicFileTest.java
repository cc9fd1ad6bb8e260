package dev.lanewise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void replacesAFile() throws IOException {
        Path file = folder.resolve("a.json");
        write(file, "first");
        write(file, "second");
        assertThat(file).hasContent("second");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("a.json");
        write(file, "good");
        for (Exception failure : List.of(new IOException("No space left on device"), new IllegalStateException("broken"))) {
            assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                out.write("half".getBytes(StandardCharsets.UTF_8));
                switch (failure) {
                    case IOException io -> throw io;
                    case RuntimeException other -> throw other;
                    default -> throw new AssertionError(failure);
                }
            })).hasMessageContaining(failure.getMessage());
            assertThat(file).hasContent("good");
            assertThat(names()).containsExactly("a.json");
        }
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            throw new IOException("No space left on device");
        })).hasMessage(file + ": could not be written (No space left on device); what was there before is untouched");
    }

    @Test
    void saysWhyItCannotWrite() throws IOException {
        assertThatThrownBy(() -> write(folder.resolve("no/such/a.json"), "x")).hasMessageContaining("there is no folder");
        assertThatThrownBy(() -> write(folder, "x")).hasMessageContaining("it is a folder");
        Path file = folder.resolve("file");
        write(file, "x");
        assertThatThrownBy(() -> write(file.resolve("a.json"), "x")).hasMessageContaining("is not a folder");
    }

    @Test
    void aFolderWithoutPermissionIsReported() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "this user may write everywhere");
        assertThatThrownBy(() -> write(closed.resolve("a.json"), "x")).hasMessageContaining("access to " + closed + " is denied");
    }

    @Test
    void cleansUpAfterProcessesThatWereKilled() throws IOException {
        Path dead = Files.writeString(folder.resolve("a.json.999999999-1.tmp"), "half");
        Path living = Files.writeString(folder.resolve("a.json." + ProcessHandle.current().pid() + "-77.tmp"), "half");
        Path foreign = Files.writeString(folder.resolve("b.json.999999999-1.tmp"), "half");
        write(folder.resolve("a.json"), "x");
        assertThat(dead).doesNotExist();
        assertThat(living).exists();
        assertThat(foreign).exists();
    }

    @Test
    void writesThroughASymbolicLink() throws IOException {
        Path file = folder.resolve("real.json");
        write(file, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
        write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
