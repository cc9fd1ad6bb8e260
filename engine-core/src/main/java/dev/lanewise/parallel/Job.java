package dev.lanewise.parallel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One parallel operation: its parts are claimed from a counter until none is left. Every call has a job of its own, so that a
 * worker that wakes late finds an exhausted counter and never the parts of another operation.
 */
final class Job {

    private static final VarHandle NEXT;
    private static final VarHandle UNFINISHED;
    private static final VarHandle FAILURE;

    static {
        try {
            var lookup = MethodHandles.lookup();
            NEXT = lookup.findVarHandle(Job.class, "next", int.class);
            UNFINISHED = lookup.findVarHandle(Job.class, "unfinished", int.class);
            FAILURE = lookup.findVarHandle(Job.class, "failure", Throwable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final Task ENDED = (index, scratch) -> {};

    private final int tasks;
    private final Thread caller = Thread.currentThread();

    private Task task; // until all parts have ended: who claims one finds it
    private volatile int next;
    private volatile int unfinished;
    private volatile @Nullable Throwable failure;
    private volatile boolean callerSleeps;

    Job(int tasks, Task task) {
        this.tasks = tasks;
        this.task = task;
        this.unfinished = tasks;
    }

    boolean hasUnclaimed() {
        return next < tasks;
    }

    /** Runs parts until none is unclaimed. */
    void work() {
        if (!hasUnclaimed()) {
            return;
        }
        Scratch scratch = borrowScratch();
        int done = 0;
        // the first failure makes the remaining parts pointless: they are claimed and counted, but not run
        for (int index = (int) NEXT.getAndAdd(this, 1); index < tasks; index = (int) NEXT.getAndAdd(this, 1)) {
            if (failure == null && scratch != null) {
                try {
                    task.run(index, scratch);
                } catch (Throwable thrown) {
                    FAILURE.compareAndSet(this, null, thrown);
                }
            }
            done++;
        }
        if (scratch != null) {
            scratch.giveBack();
        }
        if (done > 0 && (int) UNFINISHED.getAndAdd(this, -done) == done && callerSleeps) {
            LockSupport.unpark(caller);
        }
    }

    /* Without memory for it the operation fails, as it does if a part does; leaving here would leave the caller to wait for ever. */
    private @Nullable Scratch borrowScratch() {
        try {
            return Scratch.borrow();
        } catch (Throwable outOfMemory) {
            FAILURE.compareAndSet(this, null, outOfMemory);
            return null;
        }
    }

    /** Returns when every part has ended, on whichever thread. An interrupt does not end the wait, and is not lost. */
    void await() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + Team.SPIN_NANOS;
        while (unfinished > 0) {
            if (System.nanoTime() < deadline) {
                Team.spin();
                continue;
            }
            callerSleeps = true;
            if (unfinished > 0) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        // a helper that lost its processor, or that an executor has yet to start, may keep this job for long: not the task's arrays too
        task = ENDED;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void rethrowFailure() {
        Throwable thrown = failure;
        switch (thrown) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(thrown); // a checked exception that the compiler was not told about
        }
    }
}
