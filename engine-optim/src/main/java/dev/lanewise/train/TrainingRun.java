package dev.lanewise.train;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.NonFiniteLossException;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Parameters;
import dev.lanewise.metric.Metric;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call of {@link Trainer#fit}: where it is, and the loop that takes it further. */
final class TrainingRun implements Training {

    private static final double NANOSECONDS = 1e-9;

    private final Trainer trainer;
    private final Layer model;
    private final Dataset train;
    private final int epochs;
    private final int batchSize;
    private final RunningScores running;
    private final Map<String, Callback> callbacks;

    private long seed;
    private History history = History.empty();
    private int epoch = 1;
    private int step; // steps of this epoch that are done
    private int steps; // of this epoch
    private double secondsBefore; // of this epoch, before an interruption
    private double secondsPerStep = Double.NaN; // since the beginning of the epoch or the interruption
    private @Nullable String reasonToStop;
    private @Nullable Tensor outputs; // of the step under way

    TrainingRun(Trainer trainer, Dataset train, Epochs epochs, BatchSize batchSize) {
        this.trainer = trainer;
        this.model = trainer.model();
        this.train = train;
        this.epochs = epochs.count();
        this.batchSize = batchSize.examples();
        this.running = new RunningScores(trainer.metrics());
        this.seed = trainer.seed() == null ? 0 : trainer.seed();
        this.callbacks = byName(trainer.schedule(), trainer.callbacks());
        running.reset();
    }

    private static Map<String, Callback> byName(@Nullable Schedule schedule, List<Callback> callbacks) {
        Map<String, Callback> named = new LinkedHashMap<>();
        if (schedule != null) {
            Callback hearing = new HearingSchedule(schedule);
            named.put(hearing.name(), hearing);
        }
        for (Callback callback : callbacks) {
            String name = callback.name();
            for (int number = 2; named.containsKey(name); number++) {
                name = callback.name() + "-" + number;
            }
            named.put(name, callback);
        }
        return named;
    }

    History run() {
        try {
            trainer.optimizer().forgetAccumulated();
            tell(Callback::beforeTraining);
            while (epoch <= epochs && reasonToStop == null) {
                trainEpoch();
            }
            tell(Callback::afterTraining);
            return history;
        } catch (Throwable failure) {
            tellFailure(failure);
            throw failure;
        }
    }

    private void tell(BiConsumer<Callback, Training> moment) {
        for (Callback callback : callbacks.values()) {
            moment.accept(callback, this);
        }
    }

    private void tellFailure(Throwable failure) {
        for (Callback callback : callbacks.values()) {
            try {
                callback.onFailure(this, failure);
            } catch (RuntimeException | Error another) {
                if (!another.equals(failure)) { // one that was rethrown
                    failure.addSuppressed(another);
                }
            }
        }
    }

    /** Does what is left of an epoch, or of it until a callback wants to stop. */
    private void trainEpoch() {
        try (Batches batches = train.batches(batchSize, trainer.sampler().order(seed, epoch))) {
            steps = batches.count();
            int stepsBefore = step;
            long start = System.nanoTime();
            tell(Callback::beforeEpoch);
            for (Iterator<Batch> rest = batches.from(step); (reasonToStop == null || isUpdateUnderWay()) && rest.hasNext(); ) {
                setLearningRate(steps);
                tell(Callback::beforeStep);
                train(rest.next());
                step++;
                double seconds = (System.nanoTime() - start) * NANOSECONDS;
                secondsPerStep = seconds / (step - stepsBefore);
                tell(Callback::afterStep);
                if (isCheckpointDue()) {
                    saveLast(secondsBefore + seconds);
                }
            }
            double seconds = secondsBefore + (System.nanoTime() - start) * NANOSECONDS;
            if (step == steps) {
                finishEpoch(seconds, batches.examples());
            } else {
                saveLast(seconds);
            }
        }
    }

    private void setLearningRate(int stepsPerEpoch) {
        if (trainer.schedule() != null) {
            double factor = trainer.schedule().factor((epoch - 1L) * stepsPerEpoch + step, (long) epochs * stepsPerEpoch);
            trainer.optimizer().setLearningRate(trainer.optimizer().initialLearningRate() * factor);
        }
    }

    private void train(Batch batch) {
        try (var gradients = Gradients.of(() -> {
            Tensor result = model.forward(batch.inputs());
            outputs = result;
            return batch.loss(trainer.loss(), result);
        })) {
            update(gradients);
            if (outputs != null) {
                running.add(gradients.loss(), outputs, batch);
            }
        } catch (NonFiniteLossException e) {
            throw new DivergedException(epoch, step + 1, e, model.parameters());
        } finally {
            outputs = null;
        }
    }

    /** At once, or when the gradients of so many batches are together; at the end of an epoch there may be fewer. */
    private void update(Gradients gradients) {
        int together = trainer.batchesPerUpdate();
        if (together == 1) {
            trainer.optimizer().step(gradients);
            return;
        }
        int first = step / together * together;
        int count = Math.min(together, steps - first);
        trainer.optimizer().accumulate(gradients, 1.0 / count);
        if (step + 1 == first + count) {
            trainer.optimizer().step();
        }
    }

    private boolean isUpdateUnderWay() {
        return step % trainer.batchesPerUpdate() != 0;
    }

    /** Judging and saving what is to be used is done with the averages of the weights, if the optimizer keeps them. */
    private <T> T averaged(Supplier<T> work) {
        return trainer.optimizer().keepsAverages() ? trainer.optimizer().withAverages(work) : work.get();
    }

    private void finishEpoch(double seconds, int examples) {
        Scores trained = running.scores();
        Dataset judges = trainer.validation();
        Scores validated = judges == null ? null : averaged(() -> validate(judges));
        History.Epoch done = new History.Epoch(epoch, trained, validated, seconds, examples / seconds, trainer.optimizer().learningRate());
        boolean best = isBest(done);
        history = history.with(done);
        for (Callback callback : callbacks.values()) {
            callback.afterEpoch(this, done);
        }
        epoch++;
        step = 0;
        secondsBefore = 0;
        secondsPerStep = Double.NaN;
        running.reset();
        Checkpoints checkpoints = trainer.checkpoints();
        if (checkpoints != null && best) {
            averaged(() -> {
                checkpoints.saveBest(model);
                return model;
            });
            tellSaved(checkpoints.best());
        }
        saveLast(0);
        if (checkpoints != null && trainer.epochsToKeep() > 0) {
            checkpoints.save(checkpoints.ofEpoch(done.number()), model, state(0));
            checkpoints.deleteEpochsUpTo(done.number() - trainer.epochsToKeep());
            tellSaved(checkpoints.ofEpoch(done.number()));
        }
    }

    private Scores validate(Dataset examples) {
        tell(Callback::beforeValidation);
        Scores scores = Evaluation.of(model, examples, new BatchSize(batchSize), trainer.loss(), trainer.metrics());
        for (Callback callback : callbacks.values()) {
            callback.afterValidation(this, scores);
        }
        return scores;
    }

    /** Compared with all earlier ones, so that nothing has to be remembered beside the history. */
    private boolean isBest(History.Epoch done) {
        Monitor monitor = trainer.best();
        for (History.Epoch earlier : history.epochs()) {
            if (!monitor.isBetter(monitor.of(done), monitor.of(earlier), 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean isCheckpointDue() {
        int every = trainer.stepsBetweenCheckpoints();
        return every > 0 && step % every == 0 && step < steps && reasonToStop == null;
    }

    private void saveLast(double seconds) {
        Checkpoints checkpoints = trainer.checkpoints();
        if (checkpoints != null) {
            checkpoints.save(checkpoints.last(), model, state(seconds));
            tellSaved(checkpoints.last());
        }
    }

    private void tellSaved(Path file) {
        for (Callback callback : callbacks.values()) {
            callback.afterCheckpoint(this, file);
        }
    }

    private TrainingState state(double seconds) {
        Map<String, TrainingState.GeneratorState> generators = new LinkedHashMap<>();
        Parameters.generatorsOf(model).forEach(
                (path, random) -> generators.put(path, new TrainingState.GeneratorState(random.key(), random.position())));
        Map<String, TrainingState.CallbackState> states = new LinkedHashMap<>();
        callbacks.forEach((name, callback) -> {
            TrainingState.CallbackState state = callback.state();
            if (!state.isEmpty()) {
                states.put(name, state);
            }
        });
        return new TrainingState(
                new LinkedHashMap<>(model.parameters().asMap()),
                generators,
                trainer.optimizer().state(),
                new TrainingState.Position(seed, train.size(), batchSize, epoch, step, running.sums(), seconds),
                history,
                states);
    }

    /**
     * Goes on from a saved state.
     *
     * @throws IllegalArgumentException if it belongs to another training; then nothing has changed
     */
    void restore(TrainingState state) {
        TrainingState.Position position = state.position();
        requireEqual("seed", position.seed(), trainer.seed() == null ? position.seed() : trainer.seed());
        requireEqual("batch size", position.batchSize(), batchSize);
        requireEqual("number of examples", position.examples(), train.size());
        Parameters parameters = model.parameters();
        Map<String, Philox> generators = Parameters.generatorsOf(model);
        checkModel(state, parameters, generators);
        for (String name : state.callbacks().keySet()) {
            if (!callbacks.containsKey(name)) {
                throw new IllegalArgumentException("resume: the checkpoint has the state of a callback " + name + ", found only "
                        + callbacks.keySet() + " now; go on with the callbacks that the training began with");
            }
        }
        trainer.optimizer().restore(state.optimizer());
        state.parameters().forEach((path, values) -> parameters.get(path).assign(values));
        state.generators().forEach((path, saved) -> seek(generators.get(path), saved));
        state.callbacks().forEach((name, saved) -> restore(callbacks.get(name), saved));
        running.restore(position.sums());
        seed = position.seed();
        history = state.history();
        epoch = position.epoch();
        step = position.step();
        secondsBefore = position.seconds();
    }

    private static void seek(@Nullable Philox random, TrainingState.GeneratorState saved) {
        if (random != null) {
            random.seek(saved.position());
        }
    }

    private static void restore(@Nullable Callback callback, TrainingState.CallbackState saved) {
        if (callback != null) {
            callback.restore(saved);
        }
    }

    private static void checkModel(TrainingState state, Parameters parameters, Map<String, Philox> generators) {
        requireEqual("parameter paths of the model", state.parameters().keySet(), parameters.asMap().keySet());
        state.parameters().forEach((path, values) ->
                requireEqual("shape of parameter " + path, values.shape(), parameters.get(path).shape()));
        requireEqual("random generators of the model", state.generators().keySet(), generators.keySet());
        generators.forEach((path, random) -> {
            TrainingState.GeneratorState saved = state.generators().get(path);
            requireEqual("key of the generator " + path, saved == null ? null : saved.key(), random.key());
        });
    }

    private static void requireEqual(String what, @Nullable Object saved, @Nullable Object found) {
        if (saved == null || !saved.equals(found)) {
            throw new IllegalArgumentException("resume: the " + what + " was " + saved + " in the checkpoint and is " + found
                    + " now; go on with what the training began with");
        }
    }

    @Override
    public Layer model() {
        return model;
    }

    @Override
    public Optimizer optimizer() {
        return trainer.optimizer();
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public int epochs() {
        return epochs;
    }

    @Override
    public int step() {
        return step;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public Scores scores() {
        return running.scores();
    }

    @Override
    public double samplesPerSecond() {
        return batchSize / secondsPerStep;
    }

    @Override
    public double secondsLeft() {
        return (steps - step + (long) (epochs - epoch) * steps) * secondsPerStep;
    }

    @Override
    public boolean validates() {
        return trainer.validation() != null;
    }

    @Override
    public List<String> figures() {
        List<String> names = new ArrayList<>();
        names.add("loss");
        for (Metric metric : trainer.metrics()) {
            names.add(metric.name());
        }
        return names;
    }

    @Override
    public void stop(String reason) {
        if (reasonToStop == null) {
            reasonToStop = reason;
        }
    }

    @Override
    public Optional<String> reasonToStop() {
        return Optional.ofNullable(reasonToStop);
    }
}
