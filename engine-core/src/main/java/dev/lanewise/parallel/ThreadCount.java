package dev.lanewise.parallel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How many threads this process should use. The JVM rounds a container's quota up (1.5 processors become 2), and then the second
 * thread is stopped for half of every period while the first one waits for it; here the quota is rounded down.
 */
final class ThreadCount {

    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");

    /** A number and one clause that says why it is this one. */
    private record Choice(int threads, String reason) {}

    private static final Choice CHOICE =
            choose(System.getProperty(Parallel.THREADS_PROPERTY), Runtime.getRuntime().availableProcessors(), quota(CONTROL_GROUPS));

    private ThreadCount() {}

    static int ofThisProcess() {
        return CHOICE.threads();
    }

    static String reason() {
        return CHOICE.reason();
    }

    private static Choice choose(@Nullable String asked, int processors, OptionalDouble quota) {
        if (asked != null) {
            return new Choice(parse(asked), "asked for with -D" + Parallel.THREADS_PROPERTY);
        }
        int allowed = limit(processors, quota);
        return allowed < processors
                ? new Choice(allowed, "the container's quota of " + quota.getAsDouble() + " processors, rounded down")
                : new Choice(allowed, "the processors of this machine");
    }

    static int limit(int processors, OptionalDouble quota) {
        return quota.isPresent() ? Math.max(1, Math.min(processors, (int) quota.getAsDouble())) : processors;
    }

    private static int parse(String asked) {
        try {
            int threads = Integer.parseInt(asked.strip());
            if (threads >= 1) {
                return threads;
            }
        } catch (NumberFormatException notANumber) {
            // the sentence below says it
        }
        throw new IllegalArgumentException("-D" + Parallel.THREADS_PROPERTY + "=" + asked + ": expected a whole number of at least 1");
    }

    /** The processors' time that a container grants, in processors; empty without a limit, or where there are no control groups. */
    static OptionalDouble quota(Path controlGroups) {
        try {
            Path unified = controlGroups.resolve("cpu.max"); // "150000 100000" or "max 100000"
            if (Files.isReadable(unified)) {
                String[] quotaAndPeriod = Files.readString(unified).strip().split(" ");
                return quotaAndPeriod[0].equals("max")
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(quotaAndPeriod[0]) / Double.parseDouble(quotaAndPeriod[1]));
            }
            Path quota = controlGroups.resolve("cpu/cpu.cfs_quota_us"); // −1 without a limit
            Path period = controlGroups.resolve("cpu/cpu.cfs_period_us");
            if (Files.isReadable(quota) && Files.isReadable(period)) {
                double granted = Double.parseDouble(Files.readString(quota).strip());
                return granted <= 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(granted / Double.parseDouble(Files.readString(period).strip()));
            }
        } catch (IOException | RuntimeException unreadable) {
            // a machine whose control groups look otherwise is treated as one without limits, as the JVM does
        }
        return OptionalDouble.empty();
    }
}
