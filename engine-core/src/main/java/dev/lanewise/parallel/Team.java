package dev.lanewise.parallel;

/** The threads that help a caller with its job. A team helps one caller at a time. */
abstract sealed class Team permits OwnThreads, BorrowedThreads {

    /** How long a thread watches for work, or for the end of a job, before it sleeps: about what waking it would cost. */
    static final long SPIN_NANOS = 30_000;

    private final int threads;

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
    abstract boolean run(int tasks, Task task);

    /** Lets threads of its own end after what they are doing. A caller that still holds the team gets its job done. */
    abstract void close();

    /** A pause of tens of nanoseconds between two looks at shared memory. */
    static void spin() {
        for (int i = 0; i < 8; i++) {
            Thread.onSpinWait();
        }
    }
}
