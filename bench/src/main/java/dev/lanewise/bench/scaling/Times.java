package dev.lanewise.bench.scaling;

import java.util.Arrays;

/** The times of some runs. */
final class Times {

    private long[] nanos = new long[1024];
    private int count;

    /** Runs for some seconds, at least once. */
    void run(Runnable work, double seconds) {
        long start = System.nanoTime();
        long now = start;
        do {
            long before = now;
            work.run();
            now = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = now - before;
        } while (now - start < seconds * 1e9);
    }

    /** Runs per second, by the median. */
    double perSecond() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return 1e9 / sorted[count / 2];
    }
}
