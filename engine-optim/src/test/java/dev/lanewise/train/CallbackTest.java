package dev.lanewise.train;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.metric.ConfusionMatrix;
import dev.lanewise.metric.Metric;
import dev.lanewise.metric.TopAccuracy;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackTest {

    private static final Blobs TRAIN = Blobs.of(50, 1);
    private static final Blobs TEST = Blobs.of(23, 2);

    @TempDir
    private Path directory;

    private final MemoryStore store = new MemoryStore();
    private final List<String> heard = new ArrayList<>();

    private static Layer model() {
        return Linear.of(2, Blobs.CLASSES, Philox.seeded(1));
    }

    private static Trainer trainer(Layer model) {
        return Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2)), Losses::crossEntropy)
                .validate(TEST).metric(new Accuracy());
    }

    private final class Listener implements Callback {

        @Override
        public void beforeTraining(Training training) {
            heard.add("training after " + training.history().epochs().size());
        }

        @Override
        public void beforeEpoch(Training training) {
            heard.add("epoch " + training.epoch() + " of " + training.epochs() + " from " + training.step());
        }

        @Override
        public void beforeStep(Training training) {
            heard.add("step after " + training.step());
        }

        @Override
        public void afterStep(Training training) {
            heard.add("done " + training.step() + "/" + training.steps());
        }

        @Override
        public void beforeValidation(Training training) {
            heard.add("validation");
        }

        @Override
        public void afterValidation(Training training, Scores validation) {
            heard.add("validated " + validation.metrics().keySet());
        }

        @Override
        public void afterEpoch(Training training, History.Epoch epoch) {
            heard.add("epoch done " + epoch.number() + " " + training.epoch() + " " + training.history().epochs().size());
        }

        @Override
        public void afterCheckpoint(Training training, Path file) {
            heard.add("saved " + file.getFileName());
        }

        @Override
        public void afterTraining(Training training) {
            heard.add("the end");
        }

        @Override
        public void onFailure(Training training, Throwable failure) {
            heard.add("failed: " + failure.getMessage());
        }
    }

    @Test
    void everyMomentIsHeardInOrder() {
        trainer(model()).callback(new Listener()).checkpoint(directory, store).fit(TRAIN, epochs(1), batchSize(25));
        assertThat(heard).containsExactly("training after 0", "epoch 1 of 1 from 0", "step after 0", "done 1/2", "step after 1",
                "done 2/2", "validation", "validated [accuracy]", "epoch done 1 1 1", "saved best.memory", "saved last.memory", "the end");
    }

    private static Callback at(int epoch, int step, Runnable what) {
        return new Callback() {
            @Override
            public void afterStep(Training training) {
                if (training.epoch() == epoch && training.step() == step) {
                    what.run();
                }
            }
        };
    }

    @Test
    void anExceptionEndsTheTrainingAndTheLastCheckpointStays() {
        IllegalStateException failure = new IllegalStateException("enough");
        assertThatIllegalStateException().isThrownBy(() -> trainer(model()).checkpoint(directory, store)
                .callback(at(2, 1, () -> {
                    throw failure;
                })).callback(new Listener()).fit(TRAIN, epochs(3), batchSize(25))).isSameAs(failure);
        assertThat(heard).endsWith("failed: enough").doesNotContain("the end");
        Layer whole = model();
        trainer(whole).fit(TRAIN, epochs(3), batchSize(25));
        Layer resumed = model();
        trainer(resumed).checkpoint(directory, store).resume().fit(TRAIN, epochs(3), batchSize(25));
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
    }

    @Test
    void allHearOfAFailureAlsoIfOneFailsAgain() {
        Callback broken = new Callback() {
            @Override
            public void afterStep(Training training) {
                throw new IllegalStateException("first");
            }

            @Override
            public void onFailure(Training training, Throwable failure) {
                throw new IllegalStateException("second");
            }
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> trainer(model()).callback(broken).callback(new Listener()).fit(TRAIN, epochs(1), batchSize(25)))
                .withMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().satisfies(s -> assertThat(s).hasMessage("second")));
        assertThat(heard).endsWith("failed: first");
    }

    /** Stops whenever it is asked to after this step. */
    private static final class Stop implements Callback {
        private final int epoch;
        private final int step;

        Stop(int epoch, int step) {
            this.epoch = epoch;
            this.step = step;
        }

        @Override
        public void afterStep(Training training) {
            if (training.epoch() == epoch && training.step() == step) {
                training.stop("asked to");
                training.stop("again");
                assertThat(training.reasonToStop()).contains("asked to");
            }
        }
    }

    @Test
    void aStopInTheMiddleOfAnEpochCanBeResumed() {
        Layer whole = model();
        trainer(whole).fit(TRAIN, epochs(3), batchSize(10));
        History part = trainer(model()).checkpoint(directory, store).callback(new Stop(2, 3)).callback(new Listener())
                .fit(TRAIN, epochs(3), batchSize(10));
        assertThat(part.epochs()).hasSize(1);
        assertThat(heard).endsWith("done 3/5", "saved last.memory", "the end");
        heard.clear();
        Layer resumed = model();
        trainer(resumed).checkpoint(directory, store).resume().callback(new Listener()).fit(TRAIN, epochs(3), batchSize(10));
        assertThat(heard).startsWith("training after 1", "epoch 2 of 3 from 3", "step after 3");
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
    }

    @Test
    void aStopAtTheLastStepFinishesTheEpoch() {
        History history = trainer(model()).callback(new Stop(1, 5)).fit(TRAIN, epochs(3), batchSize(10));
        assertThat(history.epochs()).hasSize(1);
    }

    private static final class Counter implements Callback {
        private int steps;

        @Override
        public void afterStep(Training training) {
            steps++;
        }

        @Override
        public TrainingState.CallbackState state() {
            return new TrainingState.CallbackState(Map.of("steps", (double) steps), Map.of());
        }

        @Override
        public void restore(TrainingState.CallbackState state) {
            steps = (int) state.number("steps");
        }
    }

    @Test
    void statesAreKeptApartAndRestored() {
        trainer(model()).checkpoint(directory, store).callback(new Counter()).callback(at(1, 1, () -> {})).callback(new Counter())
                .callback(new Stop(2, 3)).fit(TRAIN, epochs(3), batchSize(10));
        assertThat(store.states.get(directory.resolve("last.memory")).callbacks()).containsOnlyKeys("Counter", "Counter-2");
        Counter first = new Counter();
        Counter second = new Counter();
        trainer(model()).checkpoint(directory, store).callback(first).callback(second).resume().fit(TRAIN, epochs(3), batchSize(10));
        assertThat(first.steps).isEqualTo(15);
        assertThat(second.steps).isEqualTo(15);
        Layer model = model();
        String before = model.parameters().fingerprint();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model).checkpoint(directory, store).callback(new Counter()).resume()
                        .fit(TRAIN, epochs(3), batchSize(10)))
                .withMessageContaining("the state of a callback Counter-2").withMessageContaining("callbacks that the training began with");
        assertThat(model.parameters().fingerprint()).isEqualTo(before);
        assertThatIllegalArgumentException().isThrownBy(() -> TrainingState.CallbackState.none().number("steps"))
                .withMessageContaining("lacks \"steps\"");
    }

    @Test
    void theLastEpochsAreKeptAndCanBeResumed() throws Exception {
        Layer whole = model();
        trainer(whole).checkpoint(directory, store).keepEpochs(2).callback(new Listener()).fit(TRAIN, epochs(5), batchSize(25));
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("last.memory", "epoch-4.memory", "epoch-5.memory");
        }
        assertThat(heard).contains("saved epoch-1.memory", "saved epoch-5.memory");
        Layer resumed = model();
        History history = trainer(resumed).checkpoint(directory, store).resume(directory.resolve("epoch-4.memory"))
                .fit(TRAIN, epochs(5), batchSize(25));
        assertThat(history.epochs()).hasSize(5);
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
        assertThatIllegalArgumentException().isThrownBy(() -> trainer(model()).keepEpochs(0)).withMessageContaining("at least 1");
        assertThatIllegalStateException().isThrownBy(() -> trainer(model()).keepEpochs(1).fit(TRAIN, epochs(1), batchSize(25)))
                .withMessageContaining("need checkpoint(directory)");
    }

    @Test
    void theBestModelIsThatOfTheMonitor() {
        List<String> kept = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        trainer(model()).checkpoint(directory, store).best(Monitor.highest("accuracy").onTraining()).callback(new Callback() {
            @Override
            public void afterEpoch(Training training, History.Epoch epoch) {
                accuracies.add(epoch.train().metrics().get("accuracy"));
            }

            @Override
            public void afterCheckpoint(Training training, Path file) {
                if (file.endsWith("best.memory")) {
                    kept.add("epoch " + training.history().last().number());
                }
            }
        }).fit(TRAIN, epochs(8), batchSize(10));
        List<String> expected = new ArrayList<>();
        double best = -1;
        for (int i = 0; i < accuracies.size(); i++) {
            if (accuracies.get(i) > best) {
                best = accuracies.get(i);
                expected.add("epoch " + (i + 1));
            }
        }
        assertThat(kept).isEqualTo(expected).hasSizeBetween(1, 7);
    }

    @Test
    void aFigureThatDoesNotExistIsAnErrorBeforeTheFirstStep() {
        Callback noStep = new Callback() {
            @Override
            public void beforeStep(Training training) {
                throw new AssertionError("trained");
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model()).callback(noStep).callback(EarlyStopping.on(Monitor.highest("acuracy")))
                        .fit(TRAIN, epochs(1), batchSize(25)))
                .withMessage("early stopping: there is no figure \"acuracy\"; expected one of [loss, accuracy], or give the trainer that metric");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model()).callback(noStep).checkpoint(directory, store).best(Monitor.lowest("f1"))
                        .fit(TRAIN, epochs(1), batchSize(25)))
                .withMessageStartingWith("checkpoints: there is no figure \"f1\"");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> trainer(model()).callback(noStep).validate(Blobs.of(0, 1)).fit(TRAIN, epochs(1), batchSize(25)))
                .withMessage("evaluation: the data set is empty");
    }

    private record Named(String name) implements Metric {
        @Override
        public double value() {
            return 0;
        }

        @Override
        public void reset() {}

        @Override
        public double[] sums() {
            return new double[0];
        }

        @Override
        public void restore(double[] sums) {}
    }

    @Test
    void twoFiguresOfOneNameAreAnErrorBeforeTheFirstStep() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model()).metric(new ConfusionMatrix(Blobs.CLASSES)).callback(new Listener())
                        .fit(TRAIN, epochs(1), batchSize(25)))
                .withMessage("metrics: there are two figures named \"accuracy\", expected different names; leave one of them out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer(model()).metric(new Named("loss")).callback(new Listener()).fit(TRAIN, epochs(1), batchSize(25)))
                .withMessageContaining("two figures named \"loss\"");
        assertThat(heard).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(model(), TEST, batchSize(23), Losses::crossEntropy,
                        List.of(new Accuracy(), new TopAccuracy(1), new ConfusionMatrix(Blobs.CLASSES))))
                .withMessageContaining("two figures named \"accuracy\"");
    }
}
