package dev.lanewise.train;

import dev.lanewise.optim.OptimizerState;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a training needs to go on exactly where it was.
 *
 * @param parameters the values of the model's parameters by their paths, frozen ones included
 * @param generators the states of the model's random generators by their paths
 * @param optimizer the optimizer's moments, counters and learning rate
 * @param position how far the training has come
 * @param history the epochs that are finished
 * @param callbacks the states of the callbacks by their names; those without one are left out
 */
public record TrainingState(
        Map<String, Tensor> parameters,
        Map<String, GeneratorState> generators,
        OptimizerState optimizer,
        Position position,
        History history,
        Map<String, CallbackState> callbacks) {

    /** A state without callbacks. */
    public TrainingState(Map<String, Tensor> parameters, Map<String, GeneratorState> generators, OptimizerState optimizer,
            Position position, History history) {
        this(parameters, generators, optimizer, position, history, Map.of());
    }

    /**
     * What a {@link Callback} remembers.
     *
     * @param numbers any figures by name
     * @param tensors any tensors by name, such as copies of parameters
     */
    public record CallbackState(Map<String, Double> numbers, Map<String, Tensor> tensors) {

        /** Nothing to remember. */
        public static CallbackState none() {
            return new CallbackState(Map.of(), Map.of());
        }

        CallbackState copy() {
            Map<String, Tensor> copies = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> copies.put(name, tensor.copy()));
            return new CallbackState(Map.copyOf(numbers), copies);
        }

        /** Whether there is nothing to remember. */
        public boolean isEmpty() {
            return numbers.isEmpty() && tensors.isEmpty();
        }

        /**
         * One of the numbers.
         *
         * @throws IllegalArgumentException if it is not there
         */
        public double number(String name) {
            Double value = numbers.get(name);
            if (value == null) {
                throw new IllegalArgumentException("resume: the state of a callback lacks \"" + name + "\", found " + numbers.keySet()
                        + "; it was saved by another callback of this name");
            }
            return value;
        }
    }

    /** The state of a {@link dev.lanewise.random.Philox} generator. */
    public record GeneratorState(long key, long position) {}

    /**
     * How far a training has come.
     *
     * @param seed the seed of the order of the examples
     * @param examples how many examples the data set has
     * @param batchSize examples in a batch
     * @param batchesPerUpdate how many batches make one update, or {@link #UNKNOWN}
     * @param epoch the epoch that comes next or is under way, counted from 1
     * @param step how many batches of this epoch are done
     * @param sums the running sums of this epoch
     * @param seconds how long this epoch has taken so far
     */
    public record Position(long seed, int examples, int batchSize, int batchesPerUpdate, int epoch, int step, Sums sums, double seconds) {

        /** Of a state that does not say how many batches made one update. */
        public static final int UNKNOWN = 0;

        /** A position that does not say how many batches make one update. */
        public Position(long seed, int examples, int batchSize, int epoch, int step, Sums sums, double seconds) {
            this(seed, examples, batchSize, UNKNOWN, epoch, step, sums, seconds);
        }
    }

    /**
     * The running sums of an epoch.
     *
     * @param examples how many examples were seen
     * @param loss the sum of their losses
     * @param metrics each metric's own sums by its name
     */
    public record Sums(long examples, double loss, Map<String, double[]> metrics) {}
}
