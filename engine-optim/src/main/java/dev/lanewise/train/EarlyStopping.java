package dev.lanewise.train;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Parameters;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends a training that does not get better any more. What it has seen is saved with the checkpoints, so that a training which was
 * interrupted stops at the same epoch.
 *
 * <pre>{@code
 * trainer.callback(EarlyStopping.on(Monitor.highest("accuracy")).patience(5).restoreBestWeights());
 * }</pre>
 */
public final class EarlyStopping implements Callback {

    private static final String WAITED = "waited";
    private static final String BEST = "best";
    private static final String BEST_EPOCH = "best_epoch";

    private final Monitor monitor;
    private int patience = 3;
    private double minDelta;
    private boolean restoreBestWeights;

    private int waited;
    private int bestEpoch;
    private double best = Double.NaN;
    private Map<String, Tensor> bestWeights = Map.of();

    private EarlyStopping(Monitor monitor) {
        this.monitor = monitor;
    }

    /** Watches this figure. Ends the training after 3 epochs without a better one, if {@link #patience} does not say otherwise. */
    public static EarlyStopping on(Monitor monitor) {
        return new EarlyStopping(monitor);
    }

    /**
     * Ends the training after so many epochs in a row without a better figure.
     *
     * @throws IllegalArgumentException if {@code epochs} is less than 1
     */
    public EarlyStopping patience(int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("early stopping: expected a patience of at least 1 epoch, found " + epochs);
        }
        this.patience = epochs;
        return this;
    }

    /**
     * Only a figure that is better by more than this counts as better; 0 if not said.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public EarlyStopping minDelta(double difference) {
        if (!(difference >= 0) || Double.isInfinite(difference)) {
            throw new IllegalArgumentException("early stopping: expected a smallest difference of at least 0, found " + difference);
        }
        this.minDelta = difference;
        return this;
    }

    /**
     * Leaves the model with the weights of its best epoch when the training ends, early or not; with their averages of then, if the optimizer
     * {@linkplain Optimizer#average keeps} them. The checkpoint {@code last} keeps those of the last epoch, to go on from, and has the best
     * ones beside them.
     */
    public EarlyStopping restoreBestWeights() {
        this.restoreBestWeights = true;
        return this;
    }

    /** The epoch with the best figure so far, counted from 1; 0 before the first. */
    public int bestEpoch() {
        return bestEpoch;
    }

    /** The best figure so far; NaN before the first. */
    public double best() {
        return best;
    }

    @Override
    public void beforeTraining(Training training) {
        monitor.requireOneOf(training.figures(), "early stopping");
        if (training.history().epochs().isEmpty()) { // used for another training before
            waited = 0;
            bestEpoch = 0;
            best = Double.NaN;
            bestWeights = Map.of();
        }
        stopIfNeeded(training);
    }

    @Override
    public void afterEpoch(Training training, History.Epoch epoch) {
        double value = monitor.of(epoch);
        if (bestEpoch == 0 || monitor.isBetter(value, best, minDelta)) {
            best = value;
            bestEpoch = epoch.number();
            waited = 0;
            if (restoreBestWeights) {
                keepWeights(training);
            }
        } else {
            waited++;
        }
        stopIfNeeded(training);
    }

    private void stopIfNeeded(Training training) {
        if (waited >= patience) {
            training.stop("no better " + monitor.figure() + " for " + waited + (waited == 1 ? " epoch" : " epochs") + " since epoch "
                    + bestEpoch);
        }
    }

    /** Those that were judged: the averages, if the optimizer keeps them. */
    private void keepWeights(Training training) {
        Optimizer optimizer = training.optimizer();
        Layer model = training.model();
        bestWeights = optimizer.keepsAverages() ? optimizer.withAverages(() -> copies(model)) : copies(model);
    }

    private static Map<String, Tensor> copies(Layer model) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        for (Parameters.Entry entry : model.parameters()) {
            copies.put(entry.path(), entry.parameter().copy());
        }
        return copies;
    }

    @Override
    public void afterTraining(Training training) {
        Parameters parameters = training.model().parameters();
        bestWeights.forEach((path, values) -> parameters.get(path).assign(values));
    }

    @Override
    public TrainingState.CallbackState state() {
        return new TrainingState.CallbackState(Map.of(WAITED, (double) waited, BEST, best, BEST_EPOCH, (double) bestEpoch), bestWeights);
    }

    @Override
    public void check(Training training, TrainingState.CallbackState state) {
        requireCount(WAITED, state.number(WAITED));
        requireCount(BEST_EPOCH, state.number(BEST_EPOCH));
        state.number(BEST);
        if (restoreBestWeights && state.number(BEST_EPOCH) > 0) {
            checkWeights(state.tensors(), training.model().parameters());
        }
    }

    private static void requireCount(String name, double value) {
        if (!(value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value))) {
            throw new IllegalArgumentException("early stopping: expected \"" + name + "\" in the checkpoint to be a number of epochs, found "
                    + value + "; go on from another checkpoint");
        }
    }

    private static void checkWeights(Map<String, Tensor> saved, Parameters parameters) {
        if (saved.isEmpty()) {
            throw new IllegalArgumentException("early stopping: the checkpoint has no weights of the best epoch; go on without "
                    + "restoreBestWeights(), as the training began");
        }
        if (!saved.keySet().equals(parameters.asMap().keySet())) {
            throw new IllegalArgumentException("early stopping: the weights of the best epoch are those of " + saved.keySet()
                    + " in the checkpoint, and the model has " + parameters.asMap().keySet() + "; use the model that the training began with");
        }
        saved.forEach((path, values) -> {
            if (!values.shape().equals(parameters.get(path).shape())) {
                throw new IllegalArgumentException("early stopping: the best weights of " + path + " are " + values.shape()
                        + " in the checkpoint, and " + parameters.get(path).shape() + " in the model; use the model that the training began with");
            }
        });
    }

    @Override
    public void restore(TrainingState.CallbackState state) {
        waited = (int) state.number(WAITED);
        best = state.number(BEST);
        bestEpoch = (int) state.number(BEST_EPOCH);
        bestWeights = restoreBestWeights ? state.tensors() : Map.of();
    }
}
