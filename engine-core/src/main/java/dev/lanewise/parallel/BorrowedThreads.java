package dev.lanewise.parallel;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Helpers from an executor of the application. The caller works through its job whether or not the executor ever runs a helper, so
 * a full or a blocked executor costs speed and nothing else.
 */
final class BorrowedThreads extends Team {

    private final Executor executor;
    private final AtomicBoolean busy = new AtomicBoolean();

    BorrowedThreads(Executor executor, int threads) {
        super(threads);
        this.executor = executor;
    }

    @Override
    boolean run(int tasks, Task task) {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        try {
            var job = new Job(tasks, task);
            int helpers = Math.min(tasks, threads()) - 1;
            try {
                for (int i = 0; i < helpers; i++) {
                    executor.execute(job::work);
                }
            } catch (Throwable refused) {
                // then with fewer helpers; those that have started must be waited for, whatever this is
            }
            job.work();
            job.await();
            job.rethrowFailure();
        } finally {
            busy.set(false);
        }
        return true;
    }

    @Override
    void close() {}
}
