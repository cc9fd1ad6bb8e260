package dev.lanewise.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of daemon threads, started when they are first needed. A worker watches for the next job for some microseconds
 * after each one, then sleeps; after {@link #KEEP_ALIVE_NANOS} of sleep it ends, so that an idle engine holds no thread, and the
 * next job starts a new one.
 */
final class OwnThreads extends Team {

    private static final long KEEP_ALIVE_NANOS = 30_000_000_000L;

    private final Worker[] workers;
    private volatile @Nullable Job current;
    private volatile boolean closed;

    OwnThreads(int threads) {
        super(threads);
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
        }
    }

    @Override
    void callHelpers(Job job, int most) {
        current = job;
        for (int i = 0; i < most; i++) {
            workers[i].wake();
        }
    }

    @Override
    void forgetJob() {
        current = null;
    }

    @Override
    void close() {
        closed = true;
        for (var worker : workers) {
            worker.endIfAsleep();
        }
    }

    /* The state decides who acts: a sleeper is woken, or ends, by whoever moves the state away from ASLEEP. The caller publishes
     * the job and then reads the state; the worker writes ASLEEP and then looks for a job: one of them sees the other. */
    private final class Worker implements Runnable {

        private static final int GONE = 0;
        private static final int AWAKE = 1;
        private static final int ASLEEP = 2;

        private final String name;
        private final AtomicInteger state = new AtomicInteger(GONE);
        private volatile @Nullable Thread thread;

        Worker(int number) {
            name = "lanewise-" + number;
        }

        void wake() {
            int seen = state.get();
            if (seen == AWAKE) {
                return;
            }
            if (seen == ASLEEP && state.compareAndSet(ASLEEP, AWAKE)) {
                LockSupport.unpark(thread);
            } else if (state.compareAndSet(GONE, AWAKE)) {
                start();
            }
        }

        private void start() {
            try {
                var starting = Thread.ofPlatform().daemon().name(name).inheritInheritableThreadLocals(false).unstarted(this);
                // the caller's loader may belong to a web application that is to be unloaded
                starting.setContextClassLoader(ClassLoader.getSystemClassLoader());
                thread = starting;
                starting.start();
            } catch (Throwable noMoreThreads) {
                state.set(GONE); // the caller does the work alone
            }
        }

        void endIfAsleep() {
            if (state.get() == ASLEEP) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            try {
                workUntilIdle();
            } catch (Throwable e) {
                state.set(GONE); // the next job starts a new thread
                throw e;
            }
        }

        private void workUntilIdle() {
            long idleSince = System.nanoTime();
            while (true) {
                if (isThereWork()) {
                    work();
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
                    spin();
                } else if (sleep()) {
                    idleSince = System.nanoTime();
                } else {
                    return;
                }
            }
        }

        /* Methods of their own: a local variable of a thread that waits would keep the last job, and its arrays, alive. */
        private boolean isThereWork() {
            var job = current;
            return job != null && job.hasUnclaimed();
        }

        private void work() {
            var job = current;
            if (job != null) {
                job.work();
            }
        }

        /* True when woken, false when the thread has to end. */
        private boolean sleep() {
            state.set(ASLEEP);
            long start = System.nanoTime();
            while (state.get() == ASLEEP) {
                if (isThereWork()) {
                    state.compareAndSet(ASLEEP, AWAKE);
                    return true;
                }
                long slept = System.nanoTime() - start;
                if ((closed || slept >= KEEP_ALIVE_NANOS) && state.compareAndSet(ASLEEP, GONE)) {
                    return false;
                }
                LockSupport.parkNanos(OwnThreads.this, KEEP_ALIVE_NANOS - slept);
            }
            return true;
        }
    }
}
