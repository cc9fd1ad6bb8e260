package dev.lanewise.parallel;

/**
 * What all threads have allocated so far. By reflection: the module under test does not read java.management, and its tests are
 * compiled as part of it.
 */
public final class AllocatedBytes {

    private AllocatedBytes() {}

    /** The total since the start of the JVM. */
    public static long total() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean").invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean").getMethod("getTotalThreadAllocatedBytes").invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
