package dev.lanewise.train;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.NonFiniteLossException;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Parameters;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of {@link Trainer#fit}: where it is, and the loop that takes it further. */
final class TrainingRun {

    private static final double NANOSECONDS = 1e-9;

    private final Trainer trainer;
    private final Layer model;
    private final Dataset train;
    private final int epochs;
    private final int batchSize;
    private final RunningScores running;

    private long seed;
    private History history = History.empty();
    private int epoch = 1;
    private int step; // steps of this epoch that are done
    private double secondsBefore; // of this epoch, before an interruption
    private @Nullable Tensor outputs; // of the step under way

    TrainingRun(Trainer trainer, Dataset train, Epochs epochs, BatchSize batchSize) {
        this.trainer = trainer;
        this.model = trainer.model();
        this.train = train;
        this.epochs = epochs.count();
        this.batchSize = batchSize.examples();
        this.running = new RunningScores(trainer.metrics());
        this.seed = trainer.seed() == null ? 0 : trainer.seed();
        running.reset();
    }

    History run() {
        while (epoch <= epochs) {
            double seconds = trainEpoch();
            finishEpoch(seconds);
        }
        return history;
    }

    /** Does what is left of an epoch; returns how many seconds all of it took. */
    private double trainEpoch() {
        try (Batches batches = train.batches(batchSize, Order.shuffled(seed, epoch))) {
            int stepsBefore = step;
            long start = System.nanoTime();
            for (Iterator<Batch> rest = batches.from(step); rest.hasNext(); ) {
                setLearningRate(batches.count());
                train(rest.next());
                step++;
                double seconds = (System.nanoTime() - start) * NANOSECONDS;
                report(batches, step - stepsBefore, seconds);
                if (isCheckpointDue(batches)) {
                    saveLast(secondsBefore + seconds);
                }
            }
            return secondsBefore + (System.nanoTime() - start) * NANOSECONDS;
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
            trainer.optimizer().step(gradients);
            if (outputs != null) {
                running.add(gradients.loss(), outputs, batch);
            }
        } catch (NonFiniteLossException e) {
            throw new DivergedException(epoch, step + 1, e, model.parameters());
        } finally {
            outputs = null;
        }
    }

    private void report(Batches batches, int stepsDone, double seconds) {
        double secondsPerStep = seconds / stepsDone;
        long stepsLeft = batches.count() - step + (long) (epochs - epoch) * batches.count();
        trainer.progress().onStep(new Progress.Step(epoch, epochs, step, batches.count(), running.scores(),
                batchSize / secondsPerStep, stepsLeft * secondsPerStep));
    }

    private void finishEpoch(double seconds) {
        Scores trained = running.scores();
        Scores validated = trainer.validation() == null ? null
                : Evaluation.of(model, trainer.validation(), new BatchSize(batchSize), trainer.loss(), trainer.metrics());
        History.Epoch done = new History.Epoch(epoch, trained, validated, seconds, train.size() / seconds);
        // by compare(), for which no number is greater than NaN
        boolean best = history.epochs().stream()
                .allMatch(earlier -> Double.compare(judged(done).loss(), judged(earlier).loss()) < 0);
        history = history.with(done);
        epoch++;
        step = 0;
        secondsBefore = 0;
        running.reset();
        trainer.progress().onEpoch(done, epochs);
        if (trainer.checkpoints() != null && best) {
            trainer.checkpoints().saveBest(model);
            trainer.progress().onCheckpoint(trainer.checkpoints().best());
        }
        saveLast(0);
    }

    private static Scores judged(History.Epoch epoch) {
        return epoch.validation() == null ? epoch.train() : epoch.validation();
    }

    private boolean isCheckpointDue(Batches batches) {
        int every = trainer.stepsBetweenCheckpoints();
        return every > 0 && step % every == 0 && step < batches.count();
    }

    private void saveLast(double seconds) {
        if (trainer.checkpoints() != null) {
            trainer.checkpoints().saveLast(model, state(seconds));
            trainer.progress().onCheckpoint(trainer.checkpoints().last());
        }
    }

    private TrainingState state(double seconds) {
        Map<String, TrainingState.GeneratorState> generators = new LinkedHashMap<>();
        Parameters.generatorsOf(model).forEach(
                (path, random) -> generators.put(path, new TrainingState.GeneratorState(random.key(), random.position())));
        return new TrainingState(
                new LinkedHashMap<>(model.parameters().asMap()),
                generators,
                trainer.optimizer().state(),
                new TrainingState.Position(seed, train.size(), batchSize, epoch, step, running.sums(), seconds),
                history);
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
        trainer.optimizer().restore(state.optimizer());
        state.parameters().forEach((path, values) -> parameters.get(path).assign(values));
        state.generators().forEach((path, saved) -> seek(generators.get(path), saved));
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
}
