package dev.lanewise.samples;

import dev.lanewise.io.EngineVersion;
import dev.lanewise.kernel.KernelSelection;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The command line: {@code lanewise train | evaluate | predict | generate | summary | data | info}.
 *
 * <p>Exit codes: 0, 1 if something failed, 2 if the command line or a setting of the engine is wrong. An error is one line on the error
 * stream; a stack trace comes with {@code --verbose} only.
 */
public final class Main {

    private static final List<String> COMMANDS = List.of("train", "evaluate", "predict", "generate", "summary", "data", "info");
    private static final List<String> VERSION = List.of("--version", "-V", "version");

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        if (arguments.length > 0 && arguments[0].equals("predict") && System.getProperty(KernelSelection.KERNELS_PROPERTY) == null
                && System.getProperty(KernelSelection.VECTOR_BITS_PROPERTY) == null) {
            // The same bits, sooner: a few predictions are over before the vector kernels would be compiled.
            System.setProperty(KernelSelection.KERNELS_PROPERTY, "scalar");
        }
        int code = run(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs a command; returns the exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... words) {
        String[] arguments = asOptions(words);
        if (arguments.length == 1 && VERSION.contains(arguments[0])) {
            out.println("Lanewise " + EngineVersion.current());
            return CommandLine.ExitCode.OK;
        }
        if (arguments.length == 0 || !arguments[0].startsWith("-") && !COMMANDS.contains(arguments[0])) {
            err.println("lanewise: " + (arguments.length == 0 ? "name a command: " : "there is no command \"" + arguments[0] + "\"; expected ")
                    + String.join(", ", COMMANDS.subList(0, COMMANDS.size() - 1)) + " or " + COMMANDS.getLast() + " (see lanewise --help)");
            return CommandLine.ExitCode.USAGE;
        }
        // Only the command that is asked for is loaded and inspected: predict shall start fast.
        Optional<CommandLine> single = command(arguments);
        CommandLine line = single.orElseGet(() -> new CommandLine(new RootCommand()));
        line.setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((problem, _) -> {
                    String name = problem.getCommandLine().getCommandSpec().qualifiedName();
                    err.println(name + ": " + Failure.ofOptions(String.valueOf(problem.getMessage())) + " (see " + name + " --help)");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((problem, failed, parsed) ->
                        Failure.report(problem, failed.getCommandSpec().qualifiedName(), isVerbose(arguments), err));
        try {
            return line.execute(single.isPresent() ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments);
        } catch (Error e) { // a class could not be initialized, memory is short: picocli lets these pass
            return Failure.report(e, line.getCommandName(), isVerbose(arguments), err);
        }
    }

    /** What other programs would be asked with: "help" and "help train" are "--help" and "train --help". */
    private static String[] asOptions(String... words) {
        if (words.length == 0 || !words[0].equals("help")) {
            return words;
        }
        return words.length == 1 ? new String[] {"--help"} : new String[] {words[1], "--help"};
    }

    private static boolean isVerbose(String... arguments) {
        return Arrays.asList(arguments).contains("--verbose");
    }

    private static Optional<CommandLine> command(String... words) {
        Object command = switch (words[0]) {
            case "train" -> new TrainCommand();
            case "evaluate" -> new EvaluateCommand();
            case "predict" -> new PredictCommand(EarlyModel.begin(words));
            case "summary" -> new SummaryCommand();
            case "generate" -> new GenerateCommand();
            case "data" -> new DataCommand();
            case "info" -> new InfoCommand();
            default -> null;
        };
        return Optional.ofNullable(command).map(found -> new CommandLine(found).setCommandName("lanewise " + words[0]));
    }
}
