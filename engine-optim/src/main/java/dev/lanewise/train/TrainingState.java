package dev.lanewise.train;

import dev.lanewise.optim.OptimizerState;
import dev.lanewise.tensor.Tensor;
import java.util.Map;

/**
 * All that a training needs to go on exactly where it was.
 *
 * @param parameters the values of the model's parameters by their paths, frozen ones included
 * @param generators the states of the model's random generators by their paths
 * @param optimizer the optimizer's moments, counters and learning rate
 * @param position how far the training has come
 * @param history the epochs that are finished
 */
public record TrainingState(
        Map<String, Tensor> parameters,
        Map<String, GeneratorState> generators,
        OptimizerState optimizer,
        Position position,
        History history) {

    /** The state of a {@link dev.lanewise.random.Philox} generator. */
    public record GeneratorState(long key, long position) {}

    /**
     * How far a training has come.
     *
     * @param seed the seed of the order of the examples
     * @param examples how many examples the data set has
     * @param batchSize examples in a batch
     * @param epoch the epoch that comes next or is under way, counted from 1
     * @param step how many batches of this epoch are done
     * @param sums the running sums of this epoch
     * @param seconds how long this epoch has taken so far
     */
    public record Position(long seed, int examples, int batchSize, int epoch, int step, Sums sums, double seconds) {}

    /**
     * The running sums of an epoch.
     *
     * @param examples how many examples were seen
     * @param loss the sum of their losses
     * @param metrics each metric's own sums by its name
     */
    public record Sums(long examples, double loss, Map<String, double[]> metrics) {}
}
