package dev.lanewise.bench;

/** A wrong word of a command line. Its message is one sentence for who typed it: which word, what was expected, what was found. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With that sentence. */
    public UsageException(String message) {
        super(message);
    }

    /** With that sentence, and what found it out. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
