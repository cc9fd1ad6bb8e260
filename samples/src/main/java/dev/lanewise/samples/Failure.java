package dev.lanewise.samples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** Tells a person in one line what went wrong. */
final class Failure {

    private Failure() {}

    static int report(Exception problem, CommandLine failed, PrintWriter err) {
        boolean verbose = failed.getCommand() instanceof EngineCommand command && command.isVerbose();
        if (verbose) {
            problem.printStackTrace(err);
        } else {
            err.println(failed.getCommandName() + ": " + describe(problem));
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The message, if it was written for people; otherwise also the kind of the error, which may help to report it. */
    private static String describe(Throwable problem) {
        Throwable cause = problem instanceof UncheckedIOException io && io.getCause() != null ? io.getCause() : problem;
        String message = cause.getMessage();
        if (message != null && isForPeople(cause)) {
            return message.lines().findFirst().orElse(message);
        }
        return "an unexpected error: " + cause.toString().lines().findFirst().orElse("") + " (--verbose shows where)";
    }

    private static boolean isForPeople(Throwable problem) {
        return problem instanceof IOException || problem instanceof IllegalArgumentException
                || problem instanceof IllegalStateException || problem instanceof ArithmeticException;
    }
}
