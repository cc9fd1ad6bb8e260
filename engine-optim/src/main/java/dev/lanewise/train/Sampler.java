package dev.lanewise.train;

/**
 * Chooses the examples of an epoch and their order, as a function of a seed and of the epoch's number, so that a training can go on
 * in the middle of an epoch.
 */
@FunctionalInterface
public interface Sampler {

    /**
     * The order of one epoch.
     *
     * @param seed of the training
     * @param epoch counted from 1
     */
    Order order(long seed, int epoch);

    /** Every example once, shuffled another way in each epoch. */
    static Sampler shuffled() {
        return Order::shuffled;
    }

    /** Every example once, as they are stored. */
    static Sampler stored() {
        return (seed, epoch) -> Order.stored();
    }

    /**
     * As many examples as there are, each drawn with a probability in proportion to its weight, and put back: PyTorch's
     * {@code WeightedRandomSampler}.
     *
     * @param weights of each example, at least 0 and finite, not all 0
     * @throws IllegalArgumentException if they are not
     */
    static Sampler weighted(double[] weights) {
        return weighted(weights, weights.length);
    }

    /**
     * So many examples, each drawn with a probability in proportion to its weight, and put back.
     *
     * @param weights of each example, at least 0 and finite, not all 0
     * @param count how many make an epoch
     * @throws IllegalArgumentException if they are not, or {@code count} is less than 1
     */
    static Sampler weighted(double[] weights, int count) {
        double[] sums = Order.Drawn.sumsOf(weights);
        Order.Drawn.requireCount(count);
        return (seed, epoch) -> new Order.Drawn(seed, epoch, count, sums);
    }

    /**
     * As many examples as there are, drawn so that all classes come equally often, and put back.
     *
     * @param examples the data set, whose labels are read once, now
     * @throws IllegalArgumentException if it is empty
     */
    static Sampler balanced(Dataset examples) {
        int[] labels = ClassWeights.labelsOf(examples);
        int[] counts = ClassWeights.countsOf(labels);
        double[] weights = new double[labels.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1.0 / counts[labels[i]];
        }
        return weighted(weights);
    }
}
