package dev.lanewise.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntBiFunction;

/** One run of a program, and what it printed. */
public record ProgramRun(int code, String out, String err) {

    /** Runs a program that takes its two streams and returns its exit code. */
    public static ProgramRun of(ToIntBiFunction<PrintStream, PrintStream> program) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = program.applyAsInt(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return new ProgramRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The code, and all that was printed. */
    @Override
    public String toString() {
        return code + " " + out + err;
    }
}
