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
        Path foreign = Files.writeString(folder.resolve("b.json.999999999-1.tmp"), "half");
        Path unknown = Files.writeString(folder.resolve("a.json.my-own.tmp"), "whole");
        Path living = Files.writeString(folder.resolve("a.json." + parentProcess() + "-5-1.tmp"), "half");
        write(folder.resolve("a.json"), "x");
        assertThat(dead).doesNotExist();
        assertThat(foreign).exists();
        assertThat(unknown).exists();
        assertThat(living).exists();
    }

    private static long parentProcess() {
        return ProcessHandle.current().parent().orElseThrow().pid();
    }

    /** In a container, each run of a program may be process 1. */
    @Test
    void cleansUpAfterAnEarlierProcessWithTheSameNumber() throws IOException {
        long number = ProcessHandle.current().pid();
        for (int counter = 1; counter < 50; counter++) {
            Files.writeString(folder.resolve("a.json." + number + "-1a2b3c-" + counter + ".tmp"), "half");
            Files.writeString(folder.resolve("a.json." + number + "-" + counter + ".tmp"), "half");
        }
        write(folder.resolve("a.json"), "x");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void leavesWhatThisProcessIsWriting() throws IOException {
        Path file = folder.resolve("a.json");
        AtomicFile.write(file, out -> {
            List<String> underWay = names();
            assertThat(underWay).hasSize(1);
            String name = underWay.getFirst();
            int counter = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1, name.length() - 4));
            Path taken = Files.writeString(folder.resolve(name.replaceFirst("-\\d+\\.tmp$", "-" + (counter + 1) + ".tmp")), "another's");
            write(file, "inside");
            assertThat(file).hasContent("inside");
            assertThat(taken).hasContent("another's");
            Files.delete(taken);
            out.write("outside".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(file).hasContent("outside");
        assertThat(names()).containsExactly("a.json");
    }

    @Test
    void aFolderThatCannotBeListedIsReported() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("unlisted"));
        assumeTrue(closed.toFile().setReadable(false) && !Files.isReadable(closed), "this user may read everything");
        assertThatThrownBy(() -> write(closed.resolve("a.json"), "x"))
                .hasMessage(closed.resolve("a.json") + ": cannot be written, access to " + closed + " is denied");
        closed.toFile().setReadable(true);
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
