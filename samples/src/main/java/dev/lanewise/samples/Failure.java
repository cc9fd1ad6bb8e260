package dev.lanewise.samples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Tells a person in one line what went wrong. */
final class Failure {

    private static final String SETTING = "-Dlanewise.";

    /** What the JVM appends when a class is asked for again that could not be initialized. */
    private static final String THREAD = " [in thread ";

    private Failure() {}

    /** Prints one line, or the stack trace; returns the exit code. */
    static int report(Throwable problem, String command, boolean verbose, PrintWriter err) {
        Optional<String> setting = wrongSetting(problem);
        if (verbose) {
            problem.printStackTrace(err);
        } else {
            err.println(command + ": " + setting.orElseGet(() -> describe(problem)));
        }
        err.flush();
        return setting.isPresent() ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** The engine reads its settings when a class is initialized, so that its complaint is wrapped, once or several times. */
    private static Optional<String> wrongSetting(Throwable problem) {
        for (@Nullable Throwable cause = problem; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            boolean again = cause instanceof ExceptionInInitializerError && message != null && message.contains(": " + SETTING);
            if (message != null && (again || cause instanceof IllegalArgumentException && message.startsWith(SETTING))) {
                int end = message.indexOf(THREAD);
                return Optional.of(firstLine(message.substring(message.indexOf(SETTING), again && end > 0 ? end : message.length())));
            }
        }
        return Optional.empty();
    }

    /** The message, if it was written for people; otherwise also the kind of the error, which may help to report it. */
    private static String describe(Throwable problem) {
        Throwable cause = problem;
        while (isWrapper(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof OutOfMemoryError) {
            return "not enough memory, the heap may have " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB; allow more with the JVM's option -Xmx, or use smaller batches";
        }
        String message = cause.getMessage();
        if (message != null && isForPeople(cause)) {
            return firstLine(message);
        }
        return "an unexpected error: " + firstLine(cause.toString()) + " (--verbose shows where)";
    }

    private static boolean isWrapper(Throwable problem) {
        return problem instanceof UncheckedIOException || problem instanceof ExceptionInInitializerError;
    }

    private static boolean isForPeople(Throwable problem) {
        return problem instanceof IOException || problem instanceof IllegalArgumentException
                || problem instanceof IllegalStateException || problem instanceof ArithmeticException;
    }

    /** What the parser of the command line complains of, without its words for types. */
    static String ofOptions(String complaint) {
        return firstLine(complaint).replaceFirst("is not an int$", "is not a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE)
                .replaceFirst("is not a long$", "is not a whole number of 64 bits")
                .replaceFirst("is not a double$", "is not a number")
                .replaceFirst("^Unmatched arguments? at index \\d+: ", "this is one word too many: ")
                .replaceFirst("cannot convert '(.*)' to URI \\(.*\\)$", "'$1' is no address of a server");
    }

    /** An error is one line. */
    static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
