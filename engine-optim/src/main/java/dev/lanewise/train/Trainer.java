package dev.lanewise.train;

import dev.lanewise.layers.CarriesState;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.metric.Metric;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The training loop, with validation, metrics, progress, checkpoints and exact resume.
 *
 * <pre>{@code
 * var history = Trainer.of(model, optimizer, Losses::crossEntropy)
 *     .validate(test).metric(new Accuracy()).checkpoint(Path.of("runs/mnist"))
 *     .fit(train, epochs(10), batchSize(32));
 * }</pre>
 *
 * <p>Equal models, data, seeds and settings give bitwise equal weights, whether or not the training was interrupted in between.
 * One thread may train a model while others use it for {@link Layer#predict}; a prediction during a step may
 * see some parameters as they were before it and others as they are after it.
 */
public final class Trainer {

    private final Layer model;
    private final Optimizer optimizer;
    private final Loss loss;
    private final List<Metric> metrics = new ArrayList<>();
    private @Nullable Dataset validation;
    private @Nullable Checkpoints checkpoints;
    private @Nullable Long seed;
    private @Nullable Schedule schedule;
    private Progress progress = Progress.none();
    private Sampler sampler = Sampler.shuffled();
    private Monitor best = Monitor.lowest("loss");
    private final List<Callback> callbacks = new ArrayList<>();
    private int stepsBetweenCheckpoints;
    private int batchesPerUpdate = 1;
    private int epochsToKeep;
    private @Nullable CarriedState carried;
    private boolean resume;
    private @Nullable Path resumeFrom;

    private Trainer(Layer model, Optimizer optimizer, Loss loss) {
        this.model = model;
        this.optimizer = optimizer;
        this.loss = loss;
    }

    /** Trains {@code model} by {@code optimizer}, which was made for its parameters, to make {@code loss} small. */
    public static Trainer of(Layer model, Optimizer optimizer, Loss loss) {
        return new Trainer(model, optimizer, loss);
    }

    /** So many epochs in all. */
    public static Epochs epochs(int count) {
        return new Epochs(count);
    }

    /** So many examples in each batch. */
    public static BatchSize batchSize(int examples) {
        return new BatchSize(examples);
    }

    /** Judges the model by these examples after each epoch. */
    public Trainer validate(Dataset examples) {
        this.validation = examples;
        return this;
    }

    /** Reports this figure too, for training and validation. {@link #fit} takes only figures of different names. */
    public Trainer metric(Metric metric) {
        metrics.add(metric);
        return this;
    }

    /**
     * Sets the learning rate before each step: the rule's own, times the factor of this schedule. The number of steps in all is that of the
     * epochs given to {@link #fit}, so a training goes on exactly only with as many epochs as it began with. After each epoch the schedule
     * {@linkplain Schedule#observe hears} the validation loss, or without a validation set that of the training.
     */
    public Trainer schedule(Schedule schedule) {
        this.schedule = schedule;
        return this;
    }

    /**
     * Adds up the gradients of so many batches for each update, as if they were one large batch; its loss is the mean of theirs. At the end
     * of an epoch, the batches that are left make an update of their own. Steps are still counted in batches.
     *
     * @throws IllegalArgumentException if {@code batches} is less than 1
     */
    public Trainer accumulate(int batches) {
        if (batches < 1) {
            throw new IllegalArgumentException("accumulation: expected at least 1 batch for an update, found " + batches);
        }
        this.batchesPerUpdate = batches;
        return this;
    }

    /**
     * Lets the model go on with each batch where it ended with the one before: truncated back-propagation through time (Williams and Peng 1990).
     * The rows of the batches must go on one after the other, as those of {@code Tokens.consecutiveWindows} do; {@link #fit} refuses others.
     * Gradients end where a batch begins. Each epoch begins with states of zeros; in its middle they are saved with a training. Validation reads
     * every example from the beginning.
     *
     * @throws IllegalArgumentException if the model is none that {@linkplain CarriesState carries states}
     */
    public Trainer carryState() {
        if (!(model instanceof CarriesState recurrent)) {
            throw new IllegalArgumentException("carried state: expected a model that goes on where it ended, such as RecurrentLanguageModel, found "
                    + model.getClass().getSimpleName());
        }
        if (carried == null) {
            carried = new CarriedState(recurrent);
            callbacks.add(carried);
        }
        return this;
    }

    /** Shuffles the examples by this seed; without one, by 0. */
    public Trainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Chooses the examples of each epoch and their order; without one, {@link Sampler#shuffled}. */
    public Trainer sampler(Sampler sampler) {
        this.sampler = sampler;
        return this;
    }

    /** Lets this callback take part, after those that were added before. */
    public Trainer callback(Callback callback) {
        callbacks.add(callback);
        return this;
    }

    /** Tells this listener how the training comes along, after all callbacks. */
    public Trainer progress(Progress listener) {
        this.progress = listener;
        return this;
    }

    /**
     * Saves checkpoints in this directory: after each epoch {@code last}, with all that is needed to go on, and {@code best}, the
     * model with the lowest loss on the validation set (without one, on the training set), or with the best of another figure, {@link #best}.
     *
     * @throws IllegalStateException if the module dev.lanewise.io is not there to write them
     */
    public Trainer checkpoint(Path directory) {
        this.checkpoints = Checkpoints.in(directory);
        return this;
    }

    /** Saves checkpoints in this directory through {@code store}. */
    public Trainer checkpoint(Path directory, CheckpointStore store) {
        this.checkpoints = new Checkpoints(directory, store);
        return this;
    }

    /**
     * Saves {@code last} also within epochs, each time after so many steps.
     *
     * @throws IllegalArgumentException if {@code steps} is less than 1
     */
    public Trainer checkpointEvery(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("checkpoints: expected at least 1 step between them, found " + steps);
        }
        this.stepsBetweenCheckpoints = steps;
        return this;
    }

    /** Saves {@code best} when this figure is better than in all epochs before. */
    public Trainer best(Monitor monitor) {
        this.best = monitor;
        return this;
    }

    /**
     * Keeps the checkpoints of the last epochs beside {@code last}: {@code epoch-7}, {@code epoch-8}, …, each with all that is needed to go
     * on from it by {@link #resume(Path)}.
     *
     * @param count how many are kept
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public Trainer keepEpochs(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("checkpoints: expected to keep at least 1 epoch, found " + count);
        }
        this.epochsToKeep = count;
        return this;
    }

    /** Goes on from this checkpoint instead of {@code last}: from that of an earlier epoch, for example. */
    public Trainer resume(Path file) {
        this.resume = true;
        this.resumeFrom = file;
        return this;
    }

    /** Goes on from the checkpoint {@code last}, also from the middle of an epoch, as if there had been no interruption. */
    public Trainer resume() {
        this.resume = true;
        return this;
    }

    /**
     * Trains until so many epochs are done, those before an interruption included.
     *
     * @return what happened in each of them
     * @throws DivergedException if the loss becomes NaN or infinite
     * @throws IllegalArgumentException if there are no examples, or the checkpoint to resume from belongs to another training, or there is no
     *     such figure as {@link #best} names, or two metrics have one name, or one is named {@code loss}, or a state is carried through
     *     examples whose {@linkplain Dataset#rowsGoOn rows do not go on}
     * @throws IllegalStateException if there is no checkpoint to resume from
     * @throws java.io.UncheckedIOException if a checkpoint cannot be read or written
     */
    public History fit(Dataset train, Epochs epochs, BatchSize batchSize) {
        if (train.size() == 0) {
            throw new IllegalArgumentException("training: the data set is empty");
        }
        Dataset judges = validation;
        if (judges != null && judges.size() == 0) {
            throw new IllegalArgumentException("evaluation: the data set is empty");
        }
        if (carried != null) {
            CarriedState.requireRowsThatGoOn(train);
        }
        if (checkpoints == null && (resume || stepsBetweenCheckpoints > 0 || epochsToKeep > 0)) {
            throw new IllegalStateException("training: resume(), checkpointEvery() and keepEpochs() need checkpoint(directory)");
        }
        if (stepsBetweenCheckpoints % batchesPerUpdate != 0) {
            throw new IllegalArgumentException("training: checkpoints come after " + stepsBetweenCheckpoints + " steps and updates after "
                    + batchesPerUpdate + "; save after a multiple of " + batchesPerUpdate + " steps");
        }
        TrainingRun run = new TrainingRun(this, train, epochs, batchSize);
        if (checkpoints != null) {
            checkpoints.prepare(model);
            best.requireOneOf(run.figures(), "checkpoints");
            if (resume) {
                run.restore(checkpoints.load(resumeFrom == null ? checkpoints.last() : resumeFrom));
            }
        }
        return run.run();
    }

    @Nullable CarriedState carried() {
        return carried;
    }

    Layer model() {
        return model;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    Loss loss() {
        return loss;
    }

    List<Metric> metrics() {
        return metrics;
    }

    @Nullable Dataset validation() {
        return validation;
    }

    @Nullable Checkpoints checkpoints() {
        return checkpoints;
    }

    @Nullable Long seed() {
        return seed;
    }

    @Nullable Schedule schedule() {
        return schedule;
    }

    Sampler sampler() {
        return sampler;
    }

    Monitor best() {
        return best;
    }

    /** In the order in which they are called. */
    List<Callback> callbacks() {
        List<Callback> all = new ArrayList<>(callbacks);
        all.add(progress);
        return all;
    }

    int epochsToKeep() {
        return epochsToKeep;
    }

    int batchesPerUpdate() {
        return batchesPerUpdate;
    }

    int stepsBetweenCheckpoints() {
        return stepsBetweenCheckpoints;
    }
}
