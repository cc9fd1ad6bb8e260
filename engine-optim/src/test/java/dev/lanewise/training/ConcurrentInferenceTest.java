package dev.lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.engine.Engine;
import dev.lanewise.layers.BatchNorm2d;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any number of threads use the engine at once, and each gets what it would get alone, bit for bit. */
class ConcurrentInferenceTest {

    private static final int CLASSES = 7;
    private static final int CALLERS = 8;
    private static final int PREDICTIONS = 150;

    private final int threadsBefore = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Engine.useThreads(threadsBefore);
    }

    private static Sequential model(long seed) {
        Philox random = Philox.seeded(seed);
        return Sequential.of(                                               // [n, 2, 17, 19]
                Conv2d.of(2, 13, 3, random), BatchNorm2d.of(13), new Relu(), // [n, 13, 15, 17]
                new MaxPool2d(2),                                           // [n, 13, 7, 8]
                Conv2d.of(13, 11, 3, random), new Relu(),                   // [n, 11, 5, 6]
                new Flatten(), Dropout.of(0.3, random),
                Linear.of(11 * 5 * 6, 131, random), new Relu(), Dropout.of(0.2, random),
                Linear.of(131, CLASSES, random));
    }

    private static Sequential trained(long seed, int steps) {
        Sequential model = model(seed);
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2));
        for (int step = 0; step < steps; step++) {
            Batches.step(model, optimizer, Batches.inputs(Shape.of(23, 2, 17, 19), step), Batches.labels(23, CLASSES, step));
        }
        return model;
    }

    private static List<Tensor> inputs() {
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < 29; i++) {
            inputs.add(Batches.inputs(Shape.of(List.of(1, 3, 8, 31).get(i % 4), 2, 17, 19), 100 + i));
        }
        return inputs;
    }

    private static List<float[]> predictions(Sequential model, List<Tensor> inputs) {
        return inputs.stream().map(input -> model.predict(input).toArray()).toList();
    }

    /** How many of the predictions, which begin somewhere in the list and go round it, differ from the expected ones. */
    private static int differences(Sequential model, List<Tensor> inputs, List<float[]> expected, int from, int count) {
        int differences = 0;
        for (int i = from; i < from + count; i++) {
            float[] predicted = model.predict(inputs.get(i % inputs.size())).toArray();
            if (!Arrays.equals(predicted, expected.get(i % inputs.size()))) {
                differences++;
            }
        }
        return differences;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @Timeout(120)
    void manyThreadsInferOnOneModel(int engineThreads) throws Exception {
        Engine.useThreads(1);
        Sequential model = trained(1, 5);
        String fingerprint = model.parameters().fingerprint();
        List<Tensor> inputs = inputs();
        List<float[]> expected = predictions(model, inputs);
        Engine.useThreads(engineThreads);
        var start = new CyclicBarrier(CALLERS);
        try (var platform = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
                var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int from = caller * 5;
                Callable<Integer> work = () -> {
                    start.await(30, TimeUnit.SECONDS);
                    return differences(model, inputs, expected, from, PREDICTIONS);
                };
                callers.add((caller % 2 == 0 ? platform : virtual).submit(work));
            }
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).as("predictions that differ").isZero();
            }
        }
        assertThat(model.parameters().fingerprint()).isEqualTo(fingerprint);
        assertNoThreadKeepsTheJvm();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @Timeout(120)
    void oneModelIsTrainedWhileOthersInferOnAnother(int engineThreads) throws Exception {
        Engine.useThreads(1);
        String expectedFingerprint = trained(2, 60).parameters().fingerprint();
        Sequential model = trained(1, 5);
        List<Tensor> inputs = inputs();
        List<float[]> expected = predictions(model, inputs);
        Engine.useThreads(engineThreads);
        var trainingEnded = new AtomicBoolean();
        var start = new CyclicBarrier(4);
        try (var executor = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            Future<String> training = executor.submit(() -> {
                try {
                    start.await(30, TimeUnit.SECONDS);
                    return trained(2, 60).parameters().fingerprint();
                } finally {
                    trainingEnded.set(true);
                }
            });
            List<Future<Integer>> callers = new ArrayList<>();
            for (int caller = 0; caller < 3; caller++) {
                int from = caller * 11;
                callers.add(executor.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    int differences = 0;
                    do {
                        differences += differences(model, inputs, expected, from, inputs.size());
                    } while (!trainingEnded.get());
                    return differences;
                }));
            }
            assertThat(training.get()).as("fingerprint of the trained model").isEqualTo(expectedFingerprint);
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).as("predictions that differ").isZero();
            }
        }
        assertNoThreadKeepsTheJvm();
    }

    @Test
    void theEnginesThreadsAreDaemons() {
        Engine.useThreads(3);
        trained(3, 2);
        assertThat(engineThreads()).as("threads of the engine, which wait for more work").isNotEmpty();
        assertNoThreadKeepsTheJvm();
    }

    private static void assertNoThreadKeepsTheJvm() {
        assertThat(engineThreads()).allMatch(Thread::isDaemon, "is a daemon");
    }

    private static List<Thread> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("lanewise-")).toList();
    }
}
