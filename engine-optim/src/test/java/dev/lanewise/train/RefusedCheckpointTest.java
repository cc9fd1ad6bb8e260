package dev.lanewise.train;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Parameters;
import dev.lanewise.layers.Sequential;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.metric.ConfusionMatrix;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.OptimizerState;
import dev.lanewise.optim.ReduceOnPlateau;
import dev.lanewise.optim.Schedule;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.TrainingState.CallbackState;
import dev.lanewise.train.TrainingState.Position;
import dev.lanewise.train.TrainingState.Sums;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that does not fit says why, and leaves model, optimizer and callbacks as they were. */
class RefusedCheckpointTest {

    private static final Blobs TRAIN = Blobs.of(50, 1);
    private static final double[] FRESH_SCHEDULE = ReduceOnPlateau.of(0.5, 1).state();

    @TempDir
    private Path directory;

    private final MemoryStore store = new MemoryStore();
    private final Run run = new Run();

    /** A training, with everything that can be restored. */
    private static final class Run {

        private final Philox random = Philox.seeded(1);
        private final Layer model = Sequential.of(Linear.of(2, 5, random), Dropout.of(0.1, random), Linear.of(5, Blobs.CLASSES, random));
        private final Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2)).average(0.9);
        private final Schedule schedule = ReduceOnPlateau.of(0.5, 1);
        private final Memory memory = new Memory();
        private final EarlyStopping stopping = EarlyStopping.on(Monitor.lowest("loss")).restoreBestWeights();
        private final Stubborn stubborn = new Stubborn();

        Trainer trainer(MemoryStore store, Path directory) {
            return Trainer.of(model, optimizer, Losses::crossEntropy).metric(new ConfusionMatrix(Blobs.CLASSES)).schedule(schedule)
                    .callback(memory).callback(stopping).callback(stubborn).accumulate(2).checkpoint(directory, store).checkpointEvery(2);
        }

        String fingerprint() {
            Map<String, Object> all = new TreeMap<>();
            all.put("model", model.parameters().fingerprint());
            Parameters.generatorsOf(model).forEach((path, generator) -> all.put(path, generator.position()));
            all.put("optimizer", optimizer.learningRate());
            optimizer.state().parameters().forEach((path, saved) -> {
                all.put(path + " steps", saved.steps());
                saved.moments().forEach((name, moment) -> all.put(path + " " + name, Arrays.toString(moment.toArray())));
            });
            all.put("schedule", List.of(schedule.state()[0], schedule.state()[1], schedule.state()[2], schedule.state()[3]));
            all.put("memory", memory.steps);
            all.put("stopping", stopping.bestEpoch() + " " + stopping.best() + " " + stopping.state().tensors().keySet());
            return all.toString();
        }
    }

    /** Counts steps, and checks nothing beforehand. */
    private static class Memory implements Callback {
        private int steps;

        @Override
        public void afterStep(Training training) {
            steps++;
        }

        @Override
        public CallbackState state() {
            return new CallbackState(Map.of("steps", (double) steps), Map.of());
        }

        @Override
        public void restore(CallbackState state) {
            steps = (int) state.number("steps");
        }
    }

    /** Comes after all others, and may refuse a state that it did not complain of. */
    private static final class Stubborn extends Memory {}

    @BeforeEach
    void train() {
        new Run().trainer(store, directory).callback(new Callback() {
            @Override
            public void afterStep(Training training) {
                if (training.epoch() == 3 && training.step() == 2) {
                    training.stop("interrupted");
                }
            }
        }).fit(TRAIN, epochs(4), batchSize(10));
    }

    private void assertRefused(UnaryOperator<TrainingState> damage, String... parts) {
        String before = run.fingerprint();
        Path file = directory.resolve("last.memory");
        TrainingState whole = store.states.get(file);
        store.states.put(file, damage.apply(whole));
        assertThatIllegalArgumentException().isThrownBy(() -> run.trainer(store, directory).resume().fit(TRAIN, epochs(4), batchSize(10)))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
        store.states.put(file, whole);
        assertThat(run.fingerprint()).isEqualTo(before);
    }

    @Test
    void theWholeOneIsTaken() {
        run.trainer(store, directory).resume().fit(TRAIN, epochs(4), batchSize(10));
        Run uninterrupted = new Run();
        uninterrupted.trainer(new MemoryStore(), directory.resolve("whole")).fit(TRAIN, epochs(4), batchSize(10));
        assertThat(run.fingerprint()).isEqualTo(uninterrupted.fingerprint()).contains("stopping=4");
        assertThat(run.memory.steps).isEqualTo(20);
    }

    @Test
    void anotherAccumulation() {
        String before = run.fingerprint();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run.trainer(store, directory).accumulate(1).resume().fit(TRAIN, epochs(4), batchSize(10)))
                .withMessage("resume: the number of batches for an update, accumulate(…), was 2 in the checkpoint and is 1 now; go on with what "
                        + "the training began with");
        assertThat(run.fingerprint()).isEqualTo(before);
        Path file = directory.resolve("last.memory");
        TrainingState saved = store.states.get(file);
        Position at = saved.position();
        store.states.put(file, with(saved,
                new Position(at.seed(), at.examples(), at.batchSize(), at.epoch(), at.step(), at.sums(), at.seconds())));
        assertThat(run.trainer(store, directory).accumulate(1).resume().fit(TRAIN, epochs(4), batchSize(10)).epochs())
                .as("a state that does not say how many").hasSize(4);
    }

    @Test
    void aDamagedPosition() {
        assertRefused(state -> at(state, 2, 0, state.position().sums()), "damaged", "expected epoch 3 after 2 finished ones", "found epoch 2");
        assertRefused(state -> at(state, 3, -1, state.position().sums()), "step of at least 0", "step -1");
        assertRefused(state -> at(state, 3, 2, new Sums(-1, 0, Map.of())), "running sums of -1 examples");
    }

    @Test
    void sumsOfOtherMetrics() {
        assertRefused(state -> at(state, 3, 2, new Sums(20, 1, Map.of("accuracy", new Accuracy().sums()))),
                "does not have the sums of the metric accuracy", "expected 12 saved sums for 3 classes, found 2", "with the metrics that");
        assertRefused(state -> at(state, 3, 2, new Sums(20, 1, Map.of("accuracy", new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1}))),
                "expected a count among the saved sums, found -1.0");
    }

    @Test
    void anotherModel() {
        assertRefused(state -> withParameters(state, "2.bias", Tensor.zeros(Shape.of(7))), "shape of parameter 2.bias was [7]", "is [3] now");
        assertRefused(state -> withParameters(state, "3.weight", Tensor.zeros(Shape.of(7))), "parameter paths of the model was", "3.weight");
    }

    @Test
    void anotherOptimizer() {
        assertRefused(state -> withOptimizer(state, "Sgd", 0.01), "the state is that of Sgd, this optimizer is Adam");
        assertRefused(state -> withOptimizer(state, "Adam", Double.NaN), "learning rate must be at least 0 and finite, found NaN");
    }

    @Test
    void bestWeightsOfAnotherModel() {
        assertRefused(state -> withBest(state, "2.bias", Tensor.zeros(Shape.of(7))), "early stopping: the best weights of 2.bias are [7]",
                "and [3] in the model");
        assertRefused(state -> withBest(state, "3.weight", Tensor.zeros(Shape.of(7))), "early stopping: the weights of the best epoch are those of",
                "3.weight");
        assertRefused(state -> withCallback(state, "EarlyStopping", new CallbackState(stopping(state).numbers(), Map.of())),
                "the checkpoint has no weights of the best epoch", "without restoreBestWeights()");
        assertRefused(state -> withCallback(state, "EarlyStopping",
                new CallbackState(Map.of("waited", 0.5, "best", 1.0, "best_epoch", 1.0), stopping(state).tensors())),
                "expected \"waited\"", "number of epochs, found 0.5");
        assertRefused(state -> withCallback(state, "EarlyStopping", new CallbackState(Map.of("waited", 1.0), Map.of())), "lacks \"best");
    }

    @Test
    void anotherSchedule() {
        assertRefused(state -> withCallback(state, "schedule", new CallbackState(Map.of("0", 1.0), Map.of())),
                "reduce on plateau: expected a state of 4 numbers, found 1");
        assertThat(run.schedule.state()).isEqualTo(FRESH_SCHEDULE);
    }

    @Test
    void aCallbackThatFailsOnlyWhenItIsRestored() {
        run.memory.steps = 77;
        assertRefused(state -> withCallback(state, "Stubborn", new CallbackState(Map.of("others", 1.0), Map.of())), "lacks \"steps\"");
        assertThat(run.memory.steps).isEqualTo(77);
        assertRefused(state -> withCallback(state, "Stranger", new CallbackState(Map.of("others", 1.0), Map.of())),
                "the state of a callback Stranger");
    }

    private static CallbackState stopping(TrainingState state) {
        CallbackState saved = state.callbacks().get("EarlyStopping");
        assertThat(saved).isNotNull();
        return saved;
    }

    private static TrainingState withBest(TrainingState state, String path, Tensor values) {
        return withCallback(state, "EarlyStopping", new CallbackState(stopping(state).numbers(), with(stopping(state).tensors(), path, values)));
    }

    private static TrainingState withCallback(TrainingState state, String name, CallbackState other) {
        return new TrainingState(state.parameters(), state.generators(), state.optimizer(), state.position(), state.history(),
                with(state.callbacks(), name, other));
    }

    private static TrainingState withParameters(TrainingState state, String path, Tensor values) {
        return new TrainingState(with(state.parameters(), path, values), state.generators(), state.optimizer(), state.position(),
                state.history(), state.callbacks());
    }

    private static TrainingState withOptimizer(TrainingState state, String rule, double learningRate) {
        OptimizerState old = state.optimizer();
        return new TrainingState(state.parameters(), state.generators(),
                new OptimizerState(rule, old.settings(), old.groups(), learningRate, old.parameters()), state.position(), state.history(),
                state.callbacks());
    }

    private static TrainingState with(TrainingState state, Position position) {
        return new TrainingState(state.parameters(), state.generators(), state.optimizer(), position, state.history(), state.callbacks());
    }

    private static TrainingState at(TrainingState state, int epoch, int step, Sums sums) {
        Position old = state.position();
        return with(state, new Position(old.seed(), old.examples(), old.batchSize(), old.batchesPerUpdate(), epoch, step, sums, old.seconds()));
    }

    private static <T> Map<String, T> with(Map<String, T> map, String name, T value) {
        Map<String, T> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }
}
