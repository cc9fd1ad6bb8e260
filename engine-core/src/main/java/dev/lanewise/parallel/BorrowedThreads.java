package dev.lanewise.parallel;

import java.util.concurrent.Executor;

/**
 * Helpers from an executor of the application. The caller works through its job whether or not the executor ever runs a helper, so
 * a full or a blocked executor costs speed and nothing else.
 */
final class BorrowedThreads extends Team {

    private final Executor executor;

    BorrowedThreads(Executor executor, int threads) {
        super(threads);
        this.executor = executor;
    }

    @Override
    void callHelpers(Job job, int most) {
        try {
            for (int i = 0; i < most; i++) {
                executor.execute(job::work);
            }
        } catch (Throwable refused) {
            // then with fewer helpers; those that have started must be waited for, whatever this is
        }
    }

    @Override
    void forgetJob() {}

    @Override
    void close() {}
}
