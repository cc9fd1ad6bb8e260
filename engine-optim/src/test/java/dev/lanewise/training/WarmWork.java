package dev.lanewise.training;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What work allocates when it is warm, in all threads of this JVM. Vector code that the JIT has not yet compiled allocates, and when it is
 * compiled is not ours to say: the work is repeated until a whole run of it stays under its bar, or the time is up.
 */
final class WarmWork {

    private static final int RUN = 25;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean MACHINE = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long nanoseconds;

    /**
     * Each kind of work may take so long, the JIT's threads included. It is counted in the processor time of this JVM, so that a machine
     * that is busy with something else changes nothing.
     */
    WarmWork(int seconds) {
        this.nanoseconds = seconds * 1_000_000_000L;
    }

    /** The most that one repetition of the work allocated, in the thriftiest run of {@link #RUN} seen: the first under the bar. */
    long bytes(Runnable work, long bar) {
        long end = MACHINE.getProcessCpuTime() + nanoseconds;
        long least = Long.MAX_VALUE;
        do {
            long most = 0;
            for (int i = 0; i < RUN; i++) {
                long before = THREADS.getTotalThreadAllocatedBytes();
                work.run();
                most = Math.max(most, THREADS.getTotalThreadAllocatedBytes() - before);
            }
            least = Math.min(least, most);
        } while (least >= bar && MACHINE.getProcessCpuTime() < end);
        return least;
    }
}
