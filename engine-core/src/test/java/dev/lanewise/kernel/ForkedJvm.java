package dev.lanewise.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program of the tests in a JVM of its own, for what happens once in a JVM. */
public final class ForkedJvm {

    public static final String VECTORS = "--add-modules=jdk.incubator.vector";

    private static final long SECONDS = 300;

    private ForkedJvm() {}

    /** How a program ended, and what it printed, with its errors. */
    public record Run(int exitCode, String output) {}

    /**
     * What the program prints, with its errors.
     *
     * @throws AssertionError with the output so far if the program does not end with 0, or does not end at all
     */
    public static String run(Class<?> program, List<String> flags, String... arguments) throws IOException, InterruptedException {
        Run run = end(SECONDS, program, flags, arguments);
        if (run.exitCode != 0) {
            throw new AssertionError(program.getName() + " ended with " + run.exitCode + ":\n" + run.output);
        }
        return run.output;
    }

    /** The same for a program that may end with another number. */
    public static Run end(Class<?> program, List<String> flags, String... arguments) throws IOException, InterruptedException {
        return end(SECONDS, program, flags, arguments);
    }

    static Run end(long seconds, Class<?> program, List<String> flags, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        // a file, since who reads a pipe waits as long as anybody below the program holds its other end
        Path output = Files.createTempFile("lanewise-test", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    throw new AssertionError(program.getName() + " has not ended after " + seconds + " s:\n" + read(output));
                }
                return new Run(process.exitValue(), read(output));
            } finally {
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList().forEach(ProcessHandle::destroyForcibly);
            }
        } finally {
            Files.delete(output);
        }
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
