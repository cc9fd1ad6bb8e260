package dev.lanewise.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data that may lie beside the project; tests that want it are skipped where it is missing. */
public final class SharedData {

    private static final Path FOLDER = Path.of("..", "..", "shared", "data");

    private SharedData() {}

    public static Path require(String name) {
        Path path = FOLDER.resolve(name);
        assumeTrue(Files.exists(path), () -> path + " is not here");
        return path;
    }
}
