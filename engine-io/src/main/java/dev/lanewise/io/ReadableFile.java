package dev.lanewise.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The question to ask before opening a file, so that the answer is a sentence and not only the file's name. */
public final class ReadableFile {

    private ReadableFile() {}

    /**
     * Returns {@code file} if it is a file that can be read.
     *
     * @throws IOException that says in one sentence why it cannot be read
     */
    public static Path require(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            return file;
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file + ": is a folder; expected a file");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file + ": there is no such file");
        }
        throw new AccessDeniedException(file + ": this file cannot be read; check its permissions");
    }
}
