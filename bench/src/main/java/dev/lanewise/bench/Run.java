package dev.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The program behind {@code bench/run}: JMH's own, after a look at its arguments. */
public final class Run {

    private static final String USAGE = """
            bench/run [REGEXP] [OPTIONS]: runs the JMH benchmarks whose names the regular expression finds, for example
            bench/run "Peak|MatrixProduct" -prof gc -rf json -rff RESULT.json; bench/report RESULT.json prints a table of them.

              -l   lists the benchmarks
              -lp  lists them with their parameters
              -h   lists JMH's options
            """;

    private Run() {}

    /** Takes JMH's arguments. Exits with 2 and a sentence if JMH does not know one or if they choose no benchmark, else as JMH does. */
    public static void main(String[] arguments) throws IOException {
        boolean help = Arrays.asList(arguments).contains("--help");
        int code = check(Program.OUT, Program.ERR, arguments);
        if (help || code != 0) {
            System.exit(code);
        }
        org.openjdk.jmh.Main.main(arguments);
    }

    static int check(PrintStream out, PrintStream err, String... arguments) {
        return Program.run("bench/run", USAGE, out, err, arguments, () -> check(arguments));
    }

    private static void check(String... arguments) {
        try {
            var options = new CommandLineOptions(arguments);
            var silent = OutputFormatFactory.createFormatInstance(Program.OUT, VerboseMode.SILENT);
            if (BenchmarkList.defaultList().find(silent, options.getIncludes(), options.getExcludes()).isEmpty()) {
                throw new UsageException("no benchmark has a name in which " + String.join(" or ", options.getIncludes())
                        + " is found; bench/run -l lists all");
            }
        } catch (CommandLineOptionException e) {
            throw new UsageException(e.getMessage() + "; bench/run -h lists all options", e);
        } catch (PatternSyntaxException e) {
            throw new UsageException("no regular expression: " + e.getPattern() + " (" + e.getDescription() + ")", e);
        }
    }
}
