package dev.lanewise.bench;

/** What every JVM that a benchmark starts is given. Forks of JMH inherit it from {@code bench/java}. */
public final class Jvm {

    /** The module of the Vector API, which no JVM shows by itself. */
    public static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** The option that shows it. */
    public static final String VECTORS = "--add-modules=" + VECTOR_MODULE;

    private Jvm() {}
}
