package dev.lanewise.train;

import static dev.lanewise.loss.Losses.crossEntropy;
import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.BatchNorm2d;
import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Tanh;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Sgd;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

    private static final Blobs TRAIN = Blobs.of(200, 1);
    private static final Blobs TEST = Blobs.of(83, 2);

    @TempDir
    private Path directory;

    private static Sequential model(long seed) {
        Philox random = Philox.seeded(seed);
        return Sequential.of(Shape.of(1, 2),
                Linear.of(2, 32, random), new Relu(), Dropout.of(0.2, random), Linear.of(32, Blobs.CLASSES, random));
    }

    private static Trainer trainer(Layer model) {
        return Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2f)), Losses::crossEntropy)
                .validate(TEST).metric(new Accuracy());
    }

    @Test
    void aSmallTaskIsLearned() {
        Sequential model = model(1);
        History history = trainer(model).fit(TRAIN, epochs(15), batchSize(16));
        assertThat(history.epochs()).hasSize(15);
        History.Epoch last = history.last();
        assertThat(last.number()).isEqualTo(15);
        assertThat(last.train().loss()).isLessThan(history.epochs().getFirst().train().loss());
        assertThat(last.validation().metrics().get("accuracy")).isGreaterThan(0.9);
        Scores again = Evaluation.of(model, TEST, batchSize(7), Losses::crossEntropy, List.of(new Accuracy()));
        assertThat(again.metrics()).isEqualTo(last.validation().metrics());
        assertThat(again.loss()).isCloseTo(last.validation().loss(), within(1e-6));
    }

    @Test
    void aScheduleSetsTheRateOfEachStep() {
        Sequential model = model(1);
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2f));
        List<Double> rates = new ArrayList<>();
        Trainer.of(model, optimizer, Losses::crossEntropy)
                .schedule((step, steps) -> 1 - (double) step / steps)
                .progress(new Progress() {
                    @Override
                    public void onStep(Progress.Step step) {
                        rates.add(optimizer.learningRate());
                    }
                })
                .fit(TRAIN, epochs(2), batchSize(50)); // 4 steps in each epoch
        assertThat(rates).hasSize(8);
        for (int step = 0; step < 8; step++) {
            assertThat(rates.get(step)).isCloseTo(optimizer.initialLearningRate() * (1 - step / 8.0), within(1e-12));
        }
    }

    @Test
    void progressIsHeardInOrder() {
        List<Progress.Step> steps = new ArrayList<>();
        List<History.Epoch> done = new ArrayList<>();
        History history = trainer(model(1)).progress(new Progress() {
            @Override
            public void onStep(Step step) {
                steps.add(step);
            }

            @Override
            public void onEpoch(History.Epoch epoch, int epochs) {
                done.add(epoch);
            }
        }).fit(TRAIN, epochs(2), batchSize(16));
        assertThat(steps).hasSize(26); // 200 = 12·16 + 8
        assertThat(steps).extracting(Progress.Step::step).startsWith(1, 2, 3).endsWith(12, 13);
        assertThat(steps.getLast()).extracting(Progress.Step::epoch, Progress.Step::epochs, Progress.Step::steps).containsExactly(2, 2, 13);
        assertThat(steps.getLast().secondsLeft()).isZero();
        assertThat(steps.getFirst().secondsLeft()).isPositive();
        assertThat(steps.get(12).scores()).isEqualTo(history.epochs().getFirst().train());
        assertThat(done).isEqualTo(history.epochs());
    }

    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Stops after so many steps in all, as {@code kill -9} would: nothing is saved any more. */
    private static Progress stopAfter(int steps) {
        return new Progress() {
            private int seen;

            @Override
            public void onStep(Step step) {
                if (++seen == steps) {
                    throw new Interruption();
                }
            }
        };
    }

    @Test
    void anInterruptedTrainingEndsWithTheSameBits() {
        Sequential whole = model(7);
        History expected = trainer(whole).seed(3).fit(TRAIN, epochs(3), batchSize(16));
        for (int interruption = 14; interruption <= 39; interruption++) {
            MemoryStore store = new MemoryStore();
            int steps = interruption;
            assertThatExceptionOfType(Interruption.class).isThrownBy(() -> trainer(model(7)).seed(3).checkpoint(directory, store)
                    .checkpointEvery(5).progress(stopAfter(steps)).fit(TRAIN, epochs(3), batchSize(16)));
            Sequential resumed = model(7);
            History history = trainer(resumed).checkpoint(directory, store).checkpointEvery(5).resume()
                    .fit(TRAIN, epochs(3), batchSize(16));
            assertThat(resumed.parameters().fingerprint()).as("after %d steps", steps).isEqualTo(whole.parameters().fingerprint());
            assertThat(history.epochs()).extracting(History.Epoch::train)
                    .isEqualTo(expected.epochs().stream().map(History.Epoch::train).toList());
            assertThat(history.epochs()).extracting(History.Epoch::validation)
                    .isEqualTo(expected.epochs().stream().map(History.Epoch::validation).toList());
        }
    }

    @Test
    void aFinishedTrainingCanBeMadeLonger() {
        Sequential whole = model(7);
        trainer(whole).fit(TRAIN, epochs(3), batchSize(16));
        MemoryStore store = new MemoryStore();
        trainer(model(7)).checkpoint(directory, store).fit(TRAIN, epochs(1), batchSize(16));
        Sequential resumed = model(7);
        History history = trainer(resumed).checkpoint(directory, store).resume().fit(TRAIN, epochs(3), batchSize(16));
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
        assertThat(trainer(resumed).checkpoint(directory, store).resume().fit(TRAIN, epochs(3), batchSize(16)).epochs())
                .isEqualTo(history.epochs());
    }

    @Test
    void theBestModelIsKept() {
        MemoryStore store = new MemoryStore();
        List<Path> saved = new ArrayList<>();
        History history = trainer(model(1)).checkpoint(directory, store).progress(new Progress() {
            @Override
            public void onCheckpoint(Path file) {
                saved.add(file);
            }
        }).fit(TRAIN, epochs(4), batchSize(16));
        double best = Double.POSITIVE_INFINITY;
        List<Path> expected = new ArrayList<>();
        for (History.Epoch epoch : history.epochs()) {
            if (epoch.validation().loss() < best) {
                best = epoch.validation().loss();
                expected.add(directory.resolve("best.memory"));
            }
            expected.add(directory.resolve("last.memory"));
        }
        assertThat(saved).isEqualTo(expected);
        assertThat(store.models).containsOnlyKeys(directory.resolve("best.memory"));
    }

    @Test
    void anotherTrainingIsNotResumed() {
        MemoryStore store = new MemoryStore();
        trainer(model(7)).seed(3).checkpoint(directory, store).fit(TRAIN, epochs(1), batchSize(16));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model(7)).checkpoint(directory, store).resume().fit(TRAIN, epochs(2), batchSize(32)))
                .withMessageContaining("the batch size was 16 in the checkpoint and is 32 now");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model(7)).seed(4).checkpoint(directory, store).resume().fit(TRAIN, epochs(2), batchSize(16)))
                .withMessageContaining("the seed was 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model(7)).checkpoint(directory, store).resume().fit(TEST, epochs(2), batchSize(16)))
                .withMessageContaining("the number of examples was 200 in the checkpoint and is 83 now");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model(8)).checkpoint(directory, store).resume().fit(TRAIN, epochs(2), batchSize(16)))
                .withMessageContaining("key of the generator 2.random");
        Sequential other = Sequential.of(Linear.of(2, 3, Philox.seeded(1)));
        String before = other.parameters().fingerprint();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(other).checkpoint(directory, store).resume().fit(TRAIN, epochs(2), batchSize(16)))
                .withMessageContaining("parameter paths of the model was [0.weight, 0.bias, 3.weight, 3.bias]");
        assertThat(other.parameters().fingerprint()).isEqualTo(before);
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatIllegalStateException().isThrownBy(() -> trainer(model(1)).resume().fit(TRAIN, epochs(1), batchSize(16)))
                .withMessageContaining("need checkpoint(directory)");
        assertThatIllegalStateException()
                .isThrownBy(() -> trainer(model(1)).checkpoint(directory, new MemoryStore()).resume().fit(TRAIN, epochs(1), batchSize(16)))
                .withMessageContaining("there is no checkpoint " + directory.resolve("last.memory"));
        assertThatIllegalStateException().isThrownBy(() -> trainer(model(1)).checkpoint(directory))
                .withMessageContaining("add the module dev.lanewise.io");
        assertThatIllegalArgumentException().isThrownBy(() -> trainer(model(1)).fit(Blobs.of(0, 1), epochs(1), batchSize(16)))
                .withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model(1)).validate(Blobs.of(0, 1)).fit(TRAIN, epochs(1), batchSize(16)))
                .withMessage("evaluation: the data set is empty");
        assertThatIllegalArgumentException().isThrownBy(() -> epochs(0)).withMessageContaining("at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> batchSize(0)).withMessageContaining("at least 1");
    }

    private record Squeezed(Linear inner, UnaryOperator<Tensor> squeeze) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return squeeze.apply(inner.forward(x));
        }
    }

    @Test
    void whatCannotBeSavedIsReportedBeforeTheFirstStep() throws IOException {
        Layer lambda = new Squeezed(Linear.of(2, 3, Philox.seeded(1)), Tanh::tanh);
        Progress noStep = new Progress() {
            @Override
            public void onStep(Step step) {
                throw new AssertionError("trained");
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(lambda).progress(noStep).checkpoint(directory, new MemoryStore())
                        .fit(TRAIN, epochs(1), batchSize(16)))
                .withMessageContaining("squeeze is a").withMessageContaining("cannot be written as plain data");
        Path file = Files.createFile(directory.resolve("file"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> trainer(model(1)).progress(noStep).checkpoint(file, new MemoryStore())
                        .fit(TRAIN, epochs(1), batchSize(16)))
                .withMessageContaining("checkpoints cannot be written to " + file);
    }

    @Test
    void aLoopWrittenByHandLearnsToo() {
        Philox random = Philox.seeded(1);
        Sequential model = model(1);
        var optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2f));
        for (int epoch = 0; epoch < 10; epoch++) {
            for (var batch : TRAIN.batches(16, random)) {
                try (var gradients = Gradients.of(() -> crossEntropy(model.forward(batch.images()), batch.labels()))) {
                    optimizer.step(gradients);
                }
            }
        }
        Scores scores = Evaluation.of(model, TEST, batchSize(83), Losses::crossEntropy, List.of(new Accuracy()));
        assertThat(scores.metrics().get("accuracy")).isGreaterThan(0.9);
    }

    @Test
    void aLossThatIsNoNumberStopsWithStepOpAndLayer() {
        Sequential model = model(1);
        var trainer = Trainer.of(model, Optimizer.of(model.parameters(), Sgd.withLearningRate(1e30)), Losses::crossEntropy);
        assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> trainer.fit(TRAIN, epochs(3), batchSize(16)))
                .satisfies(e -> {
                    assertThat(e.epoch()).isEqualTo(1);
                    assertThat(e.step()).isBetween(2, 4);
                    assertThat(e.op()).isNotEmpty();
                    assertThat(e.parameterPath().orElseThrow()).matches("[03]\\.(weight|bias)");
                    assertThat(e).hasMessageContaining("training stopped in epoch 1, step " + e.step() + ", near parameter "
                            + e.parameterPath().orElseThrow()).hasMessageContaining("lower the learning rate");
                });
    }

    @Test
    void aFrozenParameterStaysAsItIs() {
        Sequential model = model(1);
        model.parameters().get("0.weight").setFrozen(true);
        float[] before = model.parameters().get("0.weight").toArray();
        trainer(model).fit(TRAIN, epochs(1), batchSize(16));
        assertThat(model.parameters().get("0.weight").toArray()).containsExactly(before);
    }

    /* Vector code that the JIT has not yet compiled allocates, and when it is compiled is not ours to say: the test waits for it. */
    @Test
    void aWarmStepAllocatesNextToNothing() {
        Philox random = Philox.seeded(1);
        Sequential model = Sequential.of(Linear.of(2, 128, random), new Relu(), Dropout.of(0.1, random), Linear.of(128, 128, random),
                new Relu(), Linear.of(128, Blobs.CLASSES, random));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Progress untilWarm = new Progress() {
            private long before = threads.getCurrentThreadAllocatedBytes();
            private int smallSteps;

            @Override
            public void onStep(Step step) {
                long now = threads.getCurrentThreadAllocatedBytes();
                smallSteps = now - before < 16 * 1024 ? smallSteps + 1 : 0;
                before = now;
                if (smallSteps == 30) {
                    throw new Interruption();
                }
            }
        };
        assertThatExceptionOfType(Interruption.class).as("30 steps with less than 16 KiB each").isThrownBy(() ->
                Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3)), Losses::crossEntropy)
                        .metric(new Accuracy()).progress(untilWarm).fit(Blobs.of(3200, 1), epochs(300), batchSize(32)));
    }

    private record Forgetful(Linear used, Linear unused) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return used.forward(x);
        }
    }

    @Test
    void aParameterThatIsNotUsedIsNamed() {
        Philox random = Philox.seeded(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> trainer(new Forgetful(Linear.of(2, 3, random), Linear.of(3, 5, random)))
                        .fit(TRAIN, epochs(1), batchSize(16)))
                .withMessageContaining("parameter unused.weight [5, 3] got no gradient");
    }

    @Test
    void runningStatisticsAreRestoredToo() {
        MemoryStore store = new MemoryStore();
        trainer(normalized()).checkpoint(directory, store).fit(TRAIN, epochs(1), batchSize(16));
        Sequential whole = normalized();
        trainer(whole).fit(TRAIN, epochs(2), batchSize(16));
        Sequential resumed = normalized();
        trainer(resumed).checkpoint(directory, store).resume().fit(TRAIN, epochs(2), batchSize(16));
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
    }

    /** [batch, 2] → [batch, 8, 1, 1], normalized → [batch, 3]. */
    private static Sequential normalized() {
        Philox random = Philox.seeded(1);
        return Sequential.of(Linear.of(2, 8, random), new Pixels(), BatchNorm2d.of(8), new Flatten(),
                Linear.of(8, Blobs.CLASSES, random));
    }

    private record Pixels() implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return Reshape.reshape(x, Shape.of(x.dimension(0), x.dimension(1), 1, 1));
        }
    }
}
