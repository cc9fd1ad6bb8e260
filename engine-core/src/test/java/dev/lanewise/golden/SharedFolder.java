package dev.lanewise.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** PyTorch's values and real data that may lie in a folder {@code shared} beside the project, or in that of {@code -Dlanewise.shared}. */
public final class SharedFolder {

    private SharedFolder() {}

    /** Where the file would be. Maven runs the tests of a module in the module's own folder. */
    public static Path file(String name) {
        return Path.of(System.getProperty("lanewise.shared", "../../shared")).resolve(name);
    }

    /** The file; a test that wants it is skipped where it is missing. */
    public static Path require(String name) {
        Path file = file(name);
        assumeTrue(Files.exists(file), () -> file + " is not here");
        return file;
    }
}
