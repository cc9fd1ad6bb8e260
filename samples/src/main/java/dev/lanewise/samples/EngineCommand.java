package dev.lanewise.samples;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What all commands have in common. */
abstract class EngineCommand implements Callable<Integer> {

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // Main looks for the word: an error may come before the command line is understood
    @CommandLine.Option(names = "--verbose", description = "Show the stack trace of an error.")
    private boolean verbose;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    PrintWriter out() {
        return commandLine().getOut();
    }

    PrintWriter err() {
        return commandLine().getErr();
    }

    /** An error of the user's: exit code 2. */
    CommandLine.ParameterException usage(String problem) {
        return new CommandLine.ParameterException(commandLine(), problem);
    }

    /** Complains of a number that is given and not as {@code expected}. */
    void require(String option, @Nullable Number value, String expected, DoublePredicate holds) {
        if (value != null && !holds.test(value.doubleValue())) {
            throw usage(option + " must be " + expected + ", found " + value);
        }
    }

    void requireAtLeastOne(String option, @Nullable Integer value) {
        require(option, value, "at least 1", number -> number >= 1);
    }

    /** Complains of a path without a name, as it comes from a variable of the shell that is not set. */
    void requireNamed(String option, @Nullable Path path) {
        if (path != null && path.toString().isBlank()) {
            throw usage(option + " must not be empty");
        }
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("the command was not started by picocli");
        }
        return spec.commandLine();
    }
}
