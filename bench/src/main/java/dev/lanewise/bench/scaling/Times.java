package dev.lanewise.bench.scaling;

import dev.lanewise.bench.Sample;
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
        return 1e9 / Sample.of(Arrays.stream(nanos, 0, count).asDoubleStream().toArray()).median();
    }
}
