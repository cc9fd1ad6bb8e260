package dev.lanewise.train;

import static dev.lanewise.train.ModelState.requireEqual;

import dev.lanewise.gradient.NonFiniteLossException;
import dev.lanewise.layers.Layer;
import dev.lanewise.optim.Optimizer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
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
    private final Learner learner;
    private final Callbacks callbacks;

    private long seed;
    private History history = History.empty();
    private int epoch = 1;
    private int step; // steps of this epoch that are done
    private int steps; // of this epoch
    private double secondsBefore; // of this epoch, before an interruption
    private double secondsPerStep = Double.NaN; // since the beginning of the epoch or the interruption
    private @Nullable String reasonToStop;

    TrainingRun(Trainer trainer, Dataset train, Epochs epochs, BatchSize batchSize) {
        this.trainer = trainer;
        this.model = trainer.model();
        this.train = train;
        this.epochs = epochs.count();
        this.batchSize = batchSize.examples();
        this.running = new RunningScores(trainer.metrics());
        this.learner = new Learner(trainer, running);
        this.callbacks = new Callbacks(trainer.schedule(), trainer.callbacks());
        this.seed = trainer.seed() == null ? 0 : trainer.seed();
        running.reset();
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
            callbacks.tellFailure(this, failure);
            throw failure;
        }
    }

    private void tell(BiConsumer<Callback, Training> moment) {
        callbacks.tell(this, moment);
    }

    /** Does what is left of an epoch, or of it until a callback wants to stop. */
    private void trainEpoch() {
        try (Batches batches = train.batches(batchSize, trainer.sampler().order(seed, epoch))) {
            steps = batches.count();
            int stepsBefore = step;
            long start = System.nanoTime();
            tell(Callback::beforeEpoch);
            for (Iterator<Batch> rest = batches.from(step); isOn() && rest.hasNext(); ) {
                learner.setLearningRate((epoch - 1L) * steps + step, (long) epochs * steps);
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

    /** An update is not left half done. */
    private boolean isOn() {
        return reasonToStop == null || learner.isUpdateUnderWay(step);
    }

    private void train(Batch batch) {
        try {
            learner.learn(batch, step, steps);
        } catch (NonFiniteLossException e) {
            throw new DivergedException(epoch, step + 1, e, model.parameters());
        }
    }

    private void finishEpoch(double seconds, int examples) {
        Scores trained = running.scores();
        Dataset judges = trainer.validation();
        Scores validated = judges == null ? null : learner.averaged(() -> validate(judges));
        History.Epoch done = new History.Epoch(epoch, trained, validated, seconds, examples / seconds, trainer.optimizer().learningRate());
        boolean best = trainer.best().isBest(done, history);
        history = history.with(done);
        tell((callback, training) -> callback.afterEpoch(training, done));
        epoch++;
        step = 0;
        secondsBefore = 0;
        secondsPerStep = Double.NaN;
        running.reset();
        Checkpoints checkpoints = trainer.checkpoints();
        if (checkpoints != null && best) {
            learner.averaged(() -> {
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
        tell((callback, training) -> callback.afterValidation(training, scores));
        return scores;
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
        tell((callback, training) -> callback.afterCheckpoint(training, file));
    }

    private TrainingState state(double seconds) {
        return new TrainingState(
                new LinkedHashMap<>(model.parameters().asMap()),
                new ModelState(model).generators(),
                trainer.optimizer().state(),
                new TrainingState.Position(seed, train.size(), batchSize, trainer.batchesPerUpdate(), epoch, step, running.sums(), seconds),
                history,
                callbacks.states());
    }

    /**
     * Goes on from a saved state. All of it is checked before any of it is taken over.
     *
     * @throws IllegalArgumentException if it belongs to another training, or is damaged; then model, optimizer and callbacks are as they were
     */
    void restore(TrainingState state) {
        TrainingState.Position position = state.position();
        check(position, state.history());
        ModelState modelState = new ModelState(model);
        modelState.check(state);
        trainer.optimizer().check(state.optimizer());
        callbacks.check(this, state.callbacks());
        running.restore(position.sums());
        callbacks.restore(state.callbacks());
        trainer.optimizer().restore(state.optimizer());
        modelState.restore(state);
        seed = position.seed();
        history = state.history();
        epoch = position.epoch();
        step = position.step();
        secondsBefore = position.seconds();
    }

    private void check(TrainingState.Position position, History saved) {
        requireEqual("seed", position.seed(), trainer.seed() == null ? position.seed() : trainer.seed());
        requireEqual("batch size", position.batchSize(), batchSize);
        requireEqual("number of examples", position.examples(), train.size());
        if (position.batchesPerUpdate() != TrainingState.Position.UNKNOWN) {
            requireEqual("number of batches for an update, accumulate(…),", position.batchesPerUpdate(), trainer.batchesPerUpdate());
        }
        if (position.epoch() != saved.epochs().size() + 1 || position.step() < 0) {
            throw new IllegalArgumentException("resume: the checkpoint is damaged: expected epoch " + (saved.epochs().size() + 1) + " after "
                    + saved.epochs().size() + " finished ones and a step of at least 0, found epoch " + position.epoch() + " and step "
                    + position.step() + "; go on from another checkpoint");
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
        return running.figures();
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
