package dev.lanewise.io;

import java.io.IOException;
import java.nio.file.Path;

/** A file is there and can be read, but does not hold what it should. The message is one sentence that begins with the file. */
public final class FileFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /** {@code problem} says what was expected and what was found, and what to do if that is not plain. */
    public FileFormatException(Path file, String problem) {
        super(file + ": " + problem);
        this.file = file;
    }

    /** As {@link #FileFormatException(Path, String)}, with the error of a decoder below as the cause. */
    public FileFormatException(Path file, String problem, Throwable cause) {
        this(file, problem);
        initCause(cause);
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
