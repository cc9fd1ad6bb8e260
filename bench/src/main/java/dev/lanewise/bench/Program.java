package dev.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the programs here have in common: they print their usage if they are asked for it, and end with a number that says how it went. */
public final class Program {

    /** What a program does. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @throws UsageException if an argument is wrong
         * @throws IOException if it fails
         */
        void run() throws IOException, InterruptedException;
    }

    /** The standard output in UTF-8, whatever the machine's usual encoding. */
    public static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /** The same for errors. */
    public static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private Program() {}

    /**
     * Returns 0 after the work or the usage, 1 after a sentence if it failed, 2 after a sentence if an argument is wrong. Any other exception is an
     * error in the program and goes through.
     */
    public static int run(String name, String usage, PrintStream out, PrintStream err, String[] arguments, Work work) {
        if (Arrays.asList(arguments).contains("--help")) {
            out.print(usage);
            return 0;
        }
        try {
            work.run();
            return 0;
        } catch (UsageException e) {
            err.println(name + ": " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println(name + ": " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println(name + ": interrupted");
            return 1;
        }
    }
}
