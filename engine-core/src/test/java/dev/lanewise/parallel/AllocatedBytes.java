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

    /**
     * The least that one repetition of the work allocated: the first below the bar, or what was seen in a minute and in 300 repetitions. Vector
     * code that the JIT has not yet compiled allocates, and when it is compiled depends on what else the machine does.
     */
    public static long least(long bar, Runnable work) {
        long end = System.nanoTime() + 60_000_000_000L;
        long least = Long.MAX_VALUE;
        for (int i = 0; least >= bar && (i < 300 || System.nanoTime() < end); i++) {
            long before = total();
            work.run();
            least = Math.min(least, total() - before);
        }
        return least;
    }
}
