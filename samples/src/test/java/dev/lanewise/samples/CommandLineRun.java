package dev.lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** One run of the command line in this JVM. */
record CommandLineRun(int code, String out, String err) {

    static CommandLineRun of(Object... words) {
        return run(new StringWriter(), words);
    }

    /** A run that fails when it is about to print this: an interruption at a known moment. */
    static CommandLineRun untilItPrints(String text, Object... words) {
        return run(new StringWriter() {
            @Override
            public void write(String line, int from, int count) {
                if (line.startsWith(text, from)) {
                    throw new IllegalStateException("interrupted");
                }
                super.write(line, from, count);
            }
        }, words);
    }

    /** A run without any complaint. */
    static CommandLineRun succeed(Object... words) {
        CommandLineRun run = of(words);
        assertThat(run.err).isEmpty();
        assertThat(run.code).isZero();
        return run;
    }

    /** A run that ends with this exit code and one line that says why. */
    static void fails(int code, String message, Object... words) {
        CommandLineRun run = of(words);
        assertThat(run.err).contains(message).hasLineCount(1);
        assertThat(run.code).isEqualTo(code);
    }

    /** These words and more. */
    static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }

    private static CommandLineRun run(StringWriter out, Object... words) {
        StringWriter err = new StringWriter();
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new CommandLineRun(code, out.toString(), err.toString());
    }

    /** What stands behind this word on its line of the output. */
    String after(String word) {
        int start = out.indexOf(word);
        if (start < 0) {
            throw new AssertionError("\"" + word + "\" is not in " + this);
        }
        return out.substring(start + word.length()).lines().findFirst().orElse("").strip();
    }

    /** The fingerprint of the weights that it printed. */
    String fingerprint() {
        return after("fingerprint of the weights");
    }
}
