package dev.lanewise.samples;

import java.nio.file.Path;
import picocli.CommandLine;

/** The option of all commands that use a trained model. */
final class ModelOption {

    @CommandLine.Option(names = "--model", required = true, paramLabel = "FILE", description = "The checkpoint of a trained model.")
    private Path file = Path.of("");

    Path file() {
        return file;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
