package dev.lanewise.parallel;

import java.util.concurrent.Executor;

/**
 * The engine's only way to use several cores: a loop whose parts are independent.
 *
 * <pre>{@code
 * for (int index = 0; index < tasks; index++) task.run(index, scratch);
 * }</pre>
 *
 * <p>The caller works too, beside a fixed team of daemon threads. A loop inside a loop, and a loop that finds the team helping another
 * caller, run in the calling thread: nobody ever waits for somebody else's operation. Which thread runs a part is left to chance,
 * so parts that add to one sum would give other bits each time; they write to places of their own instead.
 *
 * <p>The number of threads is, in this order: {@link #setThreads}, the system property {@value #THREADS_PROPERTY}, the processors
 * that the JVM sees, limited by the container's processor quota rounded down.
 */
public final class Parallel {

    /** The system property with the number of threads. */
    public static final String THREADS_PROPERTY = "lanewise.threads";

    /** Less work than this, in nanoseconds of one thread, is not split: waking a helper would take longer than it saves. */
    public static final long WORTH_SPLITTING = 50_000;

    private static volatile Team team = new OwnThreads(ThreadCount.ofThisProcess());
    private static volatile boolean setByApplication;

    private Parallel() {}

    /** How many threads work at once at most, the caller included. */
    public static int threads() {
        return team.threads();
    }

    /** Why {@link #threads()} is that number, for people. */
    public static String reason() {
        return setByApplication ? "set by the application" : ThreadCount.reason();
    }

    /**
     * Uses {@code threads} threads from the next operation on, the caller included. Operations under way end as they began.
     *
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public static void setThreads(int threads) {
        replaceTeam(new OwnThreads(checked(threads)));
    }

    /**
     * Takes helpers from an executor of the application, instead of threads of the engine, from the next operation on.
     *
     * @param threads the largest number of threads for one operation, the caller included
     */
    public static void setExecutor(Executor executor, int threads) {
        replaceTeam(new BorrowedThreads(executor, checked(threads)));
    }

    /** Runs all parts, and returns when all have ended. If one throws, the first exception is thrown here once all have ended. */
    public static void forEach(int tasks, Task task) {
        var helpers = team;
        if (tasks <= 1 || helpers.threads() == 1 || !helpers.run(tasks, task)) {
            forEachInThisThread(tasks, task);
        }
    }

    /** The same, but in the calling thread when the parts together would take it less than {@link #WORTH_SPLITTING}. */
    public static void forEach(int tasks, long nanoseconds, Task task) {
        if (nanoseconds < WORTH_SPLITTING) {
            forEachInThisThread(tasks, task);
        } else {
            forEach(tasks, task);
        }
    }

    private static void forEachInThisThread(int tasks, Task task) {
        var scratch = Scratch.borrow();
        try {
            for (int index = 0; index < tasks; index++) {
                task.run(index, scratch);
            }
        } finally {
            scratch.giveBack();
        }
    }

    private static synchronized void replaceTeam(Team replacement) {
        var replaced = team;
        team = replacement;
        setByApplication = true;
        replaced.close();
    }

    private static int checked(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
        }
        return threads;
    }
}
