package dev.lanewise.bench.report;

import dev.lanewise.bench.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/** The program behind {@code bench/report} and {@code bench/regressions}. */
public final class Main {

    private static final String USAGE = """
            bench/report RESULT.json: what JMH measured as a Markdown table, with shares of the machine's peak.
            bench/regressions OLD.json NEW.json: what became slower or allocates more beyond the noise; exit code 1 if something did.
            The files are those that bench/run wrote with -rf json -rff FILE.json.
            """;

    static final int NO_REGRESSION = 0;
    static final int REGRESSION = 1;
    static final int WRONG_USAGE = 2;

    private Main() {}

    /** Takes the name of a tool and its files, and exits with 0, with 1 if something regressed, or with 2 if there is nothing to read. */
    public static void main(String[] arguments) {
        System.exit(run(Program.OUT, Program.ERR, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        if (Arrays.asList(arguments).contains("--help")) {
            out.print(USAGE);
            return NO_REGRESSION;
        }
        try {
            if (arguments.length == 2 && arguments[0].equals("report")) {
                out.print(ReportTable.of(ResultFile.read(Path.of(arguments[1]))));
                return NO_REGRESSION;
            }
            if (arguments.length == 3 && arguments[0].equals("regressions")) {
                return compare(out, ResultFile.read(Path.of(arguments[1])), ResultFile.read(Path.of(arguments[2])));
            }
        } catch (IOException e) {
            err.println("bench/" + arguments[0] + ": " + String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", " ")); // of what was found in the file
            return WRONG_USAGE;
        }
        err.println(arguments.length > 0 && arguments[0].equals("regressions")
                ? "bench/regressions: expected two files that JMH wrote with -rf json: bench/regressions OLD.json NEW.json"
                : "bench/report: expected one file that JMH wrote with -rf json: bench/report RESULT.json");
        return WRONG_USAGE;
    }

    private static int compare(PrintStream out, ResultFile before, ResultFile after) {
        Comparison comparison = Comparison.of(before, after);
        out.print(ComparisonText.of(before, after, comparison));
        return comparison.hasRegressions() ? REGRESSION : NO_REGRESSION;
    }
}
