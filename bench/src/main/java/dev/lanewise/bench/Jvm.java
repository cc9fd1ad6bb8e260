package dev.lanewise.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JVM that is to be started.
 *
 * @param words its program and options, the class path among them
 */
public record Jvm(List<String> words) {

    /** The module of the Vector API, which no JVM shows by itself. Forks of JMH inherit the option for it from {@code bench/run}. */
    public static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** Keeps a list of its own. */
    public Jvm {
        words = List.copyOf(words);
    }

    /** Where the JVM lies that runs this. */
    public static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The JVM of a JDK or of an image, without any options. */
    public static Jvm in(Path home) {
        return new Jvm(List.of(home.resolve("bin").resolve("java").toString()));
    }

    /** With options behind those that it has. */
    public Jvm with(String... options) {
        return new Jvm(Stream.concat(words.stream(), Stream.of(options)).toList());
    }

    /** With the Vector API. */
    public Jvm withVectors() {
        return with("--add-modules=" + VECTOR_MODULE);
    }

    /** The command that starts a program in it. */
    public List<String> command(String program, String... arguments) {
        return Stream.concat(with(program).words.stream(), Stream.of(arguments)).toList();
    }
}
