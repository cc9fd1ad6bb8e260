package dev.lanewise.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the files of one benchmark. */
final class TemporaryFolder {

    private TemporaryFolder() {}

    static Path create() throws IOException {
        return Files.createTempDirectory("lanewise-bench");
    }

    /** Deletes the folder and its files. */
    static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
