package dev.lanewise.training;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;

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
        if (least >= bar) {
            printSites(work);
        }
        return least;
    }

    /** Prints where the work allocates, the largest share first, so that a failure says what to look at. */
    private static void printSites(Runnable work) {
        Map<String, Long> bytes = new ConcurrentHashMap<>();
        try (var stream = new RecordingStream()) {
            stream.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s").withStackTrace();
            stream.onEvent("jdk.ObjectAllocationSample", event -> bytes.merge(site(event), event.getLong("weight"), Long::sum));
            stream.startAsync();
            for (int i = 0; i < 20 * RUN; i++) {
                work.run();
            }
            stream.stop();
        }
        long all = bytes.values().stream().mapToLong(Long::longValue).sum();
        bytes.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(12)
                .forEach(site -> System.out.printf("%3d %% %s%n", 100 * site.getValue() / Math.max(1, all), site.getKey()));
    }

    private static String site(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        return event.getClass("objectClass").getName() + (trace == null ? "" : trace.getFrames().stream().limit(7)
                .map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < ", " in ", "")));
    }
}
