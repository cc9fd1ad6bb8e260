package dev.lanewise.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelTest {

    private final int threadsBefore = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threadsBefore);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16})
    void everyPartRunsOnce(int threads) {
        Parallel.setThreads(threads);
        for (int tasks : new int[] {0, 1, 2, 3, 7, 101}) {
            for (int round = 0; round < 200; round++) {
                var runs = new AtomicIntegerArray(tasks);
                Parallel.forEach(tasks, (index, scratch) -> runs.incrementAndGet(index));
                for (int index = 0; index < tasks; index++) {
                    assertThat(runs.get(index)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void severalThreadsTakePart() {
        Parallel.setThreads(3);
        // all three meet, or nobody passes
        var meeting = new CountDownLatch(3);
        Parallel.forEach(3, (index, scratch) -> {
            meeting.countDown();
            await(meeting);
        });
        assertThat(meeting.getCount()).isZero();
    }

    @Test
    void smallWorkStaysInTheCallingThread() {
        Parallel.setThreads(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Parallel.forEach(50, Parallel.WORTH_SPLITTING - 1, (index, scratch) -> threads.add(Thread.currentThread()));
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theFirstExceptionReachesTheCallerWhenAllPartsHaveEnded(int threads) {
        Parallel.setThreads(threads);
        for (int round = 0; round < 200; round++) {
            var running = new AtomicInteger();
            assertThatThrownBy(() -> Parallel.forEach(20, (index, scratch) -> {
                running.incrementAndGet();
                try {
                    if (index % 3 == 1) {
                        throw new IllegalStateException("part " + index);
                    }
                } finally {
                    running.decrementAndGet();
                }
            })).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("part ");
            assertThat(running).hasValue(0);
        }
        assertThat(sumOfParts(100)).isEqualTo(4950);
    }

    @Test
    void anErrorReachesTheCaller() {
        Parallel.setThreads(2);
        assertThatThrownBy(() -> Parallel.forEach(2, (index, scratch) -> {
            throw new AssertionError("on purpose");
        })).isInstanceOf(AssertionError.class).hasMessage("on purpose");
    }

    @Test
    void aLoopInALoopRunsInItsThread() {
        Parallel.setThreads(4);
        for (int round = 0; round < 100; round++) {
            var sum = new AtomicInteger();
            Parallel.forEach(8, (outer, outerScratch) -> {
                float[] mine = outerScratch.floats(0, 10);
                mine[3] = outer;
                Thread thread = Thread.currentThread();
                Parallel.forEach(8, (inner, innerScratch) -> {
                    assertThat(Thread.currentThread()).isSameAs(thread);
                    assertThat(innerScratch).isNotSameAs(outerScratch);
                    innerScratch.floats(0, 10)[3] = -1;
                    sum.addAndGet(outer * 8 + inner);
                });
                assertThat(mine[3]).isEqualTo(outer);
            });
            assertThat(sum).hasValue(63 * 64 / 2);
        }
    }

    @Test
    void manyCallersAtOnce() throws Exception {
        Parallel.setThreads(3);
        try (var callers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> results = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                results.add(callers.submit(() -> {
                    for (int round = 0; round < 2_000; round++) {
                        assertThat(sumOfParts(17)).isEqualTo(136);
                    }
                }));
            }
            for (var result : results) {
                result.get();
            }
        }
    }

    @Test
    void aBusyTeamHoldsUpNobody() throws Exception {
        Parallel.setThreads(2);
        var blocked = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        var first = new Thread(() -> Parallel.forEach(2, (index, scratch) -> {
            blocked.countDown();
            await(release);
        }));
        first.start();
        await(blocked);
        assertThat(sumOfParts(100)).isEqualTo(4950);
        release.countDown();
        first.join();
    }

    @Test
    void virtualThreadsMayCall() throws Exception {
        Parallel.setThreads(3);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int caller = 0; caller < 200; caller++) {
                results.add(callers.submit(() -> sumOfParts(50)));
            }
            for (var result : results) {
                assertThat(result.get()).isEqualTo(1225);
            }
        }
    }

    @Test
    void anInterruptNeitherEndsALoopNorIsLost() {
        Parallel.setThreads(2);
        for (int round = 0; round < 50; round++) {
            var sum = new AtomicInteger();
            Thread.currentThread().interrupt();
            Parallel.forEach(4, (index, scratch) -> {
                if (index == 3) {
                    busyFor(Duration.ofMillis(1)); // longer than the caller spins
                }
                sum.addAndGet(index);
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(sum).hasValue(6);
        }
    }

    @Test
    void theNumberOfThreadsChangesBetweenAndDuringLoops() throws Exception {
        var done = new CountDownLatch(1);
        var changer = new Thread(() -> {
            for (int round = 0; round < 300; round++) {
                Parallel.setThreads(1 + round % 4);
            }
            done.countDown();
        });
        changer.start();
        while (done.getCount() > 0) {
            assertThat(sumOfParts(30)).isEqualTo(435);
        }
        changer.join();
        assertThat(Parallel.threads()).isEqualTo(4);
    }

    @Test
    void workersOfAReplacedTeamEnd() throws Exception {
        Parallel.setThreads(5);
        var meeting = new CountDownLatch(5);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        Parallel.forEach(5, (index, scratch) -> {
            workers.add(Thread.currentThread());
            meeting.countDown();
            await(meeting);
        });
        Parallel.setThreads(1);
        workers.remove(Thread.currentThread());
        assertThat(workers).hasSize(4).allMatch(Thread::isDaemon);
        for (var worker : workers) {
            worker.join(10_000);
            assertThat(worker.isAlive()).isFalse();
        }
    }

    @Test
    void helpersMayComeFromTheApplication() {
        try (var application = Executors.newFixedThreadPool(3)) {
            Parallel.setExecutor(application, 3);
            assertThat(Parallel.threads()).isEqualTo(3);
            var meeting = new CountDownLatch(3);
            Parallel.forEach(3, (index, scratch) -> {
                meeting.countDown();
                await(meeting);
            });
            for (int round = 0; round < 1_000; round++) {
                assertThat(sumOfParts(20)).isEqualTo(190);
            }
            assertThatThrownBy(() -> Parallel.forEach(3, (index, scratch) -> {
                throw new IllegalStateException("on purpose");
            })).hasMessage("on purpose");
        }
    }

    @Test
    void anExecutorThatNeverRunsOrRefusesCostsOnlySpeed() {
        List<Runnable> ignored = new ArrayList<>();
        Executor lazy = ignored::add;
        Parallel.setExecutor(lazy, 4);
        assertThat(sumOfParts(100)).isEqualTo(4950);
        assertThat(ignored).hasSize(3);
        ignored.forEach(Runnable::run); // too late: nothing is left to do
        Parallel.setExecutor(task -> {
            throw new RejectedExecutionException("full");
        }, 4);
        assertThat(sumOfParts(100)).isEqualTo(4950);
    }

    @Test
    void aHelperThatNeverStartsKeepsNoArrays() {
        List<Runnable> helpers = new ArrayList<>();
        Parallel.setExecutor(helpers::add, 2);
        var array = countInParallel();
        for (int i = 0; i < 20 && !array.refersTo(null); i++) {
            System.gc();
        }
        assertThat(array.refersTo(null)).isTrue();
        helpers.forEach(Runnable::run); // too late for any part
        assertThat(helpers).hasSize(1);
    }

    /* In a method of its own, whose local variables are gone when it returns. */
    private static WeakReference<float[]> countInParallel() {
        float[] array = new float[17];
        Parallel.forEach(3, (index, scratch) -> array[index]++);
        return new WeakReference<>(array);
    }

    @Test
    void anExecutorThatFailsAfterOneHelperIsWaitedFor() {
        try (var application = Executors.newSingleThreadExecutor()) {
            var accepted = new AtomicInteger();
            Parallel.setExecutor(task -> {
                if (accepted.getAndIncrement() % 3 > 0) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                application.execute(task);
            }, 4);
            for (int round = 0; round < 200; round++) {
                assertThat(sumOfParts(100)).isEqualTo(4950);
            }
        }
    }

    @Test
    void theReasonFollowsTheSetting() {
        Parallel.setThreads(3);
        assertThat(Parallel.reason()).isEqualTo("set by the application");
        Parallel.setExecutor(Runnable::run, 2);
        assertThat(Parallel.reason()).isEqualTo("set by the application");
    }

    @Test
    void fewerThanOneThreadIsRefused() {
        assertThatThrownBy(() -> Parallel.setThreads(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("got 0");
    }

    private static int sumOfParts(int tasks) {
        var sum = new AtomicInteger();
        Parallel.forEach(tasks, (index, scratch) -> sum.addAndGet(index));
        return sum.get();
    }

    private static void busyFor(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = Thread.interrupted();
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
