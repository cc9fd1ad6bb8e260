package dev.lanewise.parallel;

import java.util.concurrent.atomic.AtomicBoolean;

/** The threads that help a caller with its job. A team helps one caller at a time. */
abstract sealed class Team permits OwnThreads, BorrowedThreads {

    /** How long a thread watches for work, or for the end of a job, before it sleeps: about what waking it would cost. */
    static final long SPIN_NANOS = 30_000;

    private final int threads;
    private final AtomicBoolean busy = new AtomicBoolean();

    Team(int threads) {
        this.threads = threads;
    }

    /** The largest number of threads that work at once, the caller's included. */
    final int threads() {
        return threads;
    }

    /**
     * Runs all parts, with the caller among the workers, and returns when all have ended. Returns false, having done nothing, when
     * the team is helping somebody else (who may be a frame further up this same stack).
     */
    final boolean run(int tasks, Task task) {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        try {
            var job = new Job(tasks, task);
            callHelpers(job, Math.min(tasks, threads) - 1);
            job.work();
            job.await();
            job.rethrowFailure();
        } finally {
            forgetJob();
            busy.set(false);
        }
        return true;
    }

    /** Lets up to so many threads work on a job beside the caller; fewer, or none, if there are no more. Throws nothing. */
    abstract void callHelpers(Job job, int most);

    /** The job has ended, and its arrays must not be kept alive. */
    abstract void forgetJob();

    /** Lets threads of its own end after what they are doing. A caller that still holds the team gets its job done. */
    abstract void close();

    /** A pause of tens of nanoseconds between two looks at shared memory. */
    static void spin() {
        for (int i = 0; i < 8; i++) {
            Thread.onSpinWait();
        }
    }
}
