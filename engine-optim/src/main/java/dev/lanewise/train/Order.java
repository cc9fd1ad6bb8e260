package dev.lanewise.train;

import dev.lanewise.random.Philox;

/** The order in which the examples of a data set come. */
public sealed interface Order {

    /** As they are stored. */
    record Stored() implements Order {}

    /** Shuffled; a function of these two numbers and of how many examples there are. */
    record Shuffled(long seed, int epoch) implements Order {}

    /**
     * Drawn by weight and put back; a function of the two numbers and the weights. Made by {@link Sampler#weighted}.
     *
     * @param count how many are drawn
     * @param sums the sum of the weights of each example and all before it
     */
    record Drawn(long seed, int epoch, int count, double[] sums) implements Order {

        static void requireCount(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("sampler: expected at least 1 example in an epoch, found " + count);
            }
        }

        static double[] sumsOf(double[] weights) {
            double[] sums = new double[weights.length];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                    throw new IllegalArgumentException("sampler: expected weights of at least 0, found " + weights[i] + " for example " + i);
                }
                sum += weights[i];
                sums[i] = sum;
            }
            if (!(sum > 0) || Double.isInfinite(sum)) {
                throw new IllegalArgumentException("sampler: expected weights with a sum above 0 and finite, found " + sum);
            }
            return sums;
        }

        private int[] draw(int size) {
            if (size != sums.length) {
                throw new IllegalArgumentException("sampler: there are weights for " + sums.length + " examples, found a data set of "
                        + size + "; give each example one weight");
            }
            Philox random = Philox.seeded(seed).stream(epoch);
            double all = sums[size - 1];
            int[] drawn = new int[count];
            for (int i = 0; i < count; i++) {
                drawn[i] = firstAbove(random.nextDouble() * all);
            }
            return drawn;
        }

        /** The first example whose sum is greater: one of weight 0 never is. */
        private int firstAbove(double value) {
            int low = 0;
            int high = sums.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sums[middle] > value) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    /** As they are stored. */
    static Order stored() {
        return new Stored();
    }

    /** Shuffled, another way in each epoch. */
    static Order shuffled(long seed, int epoch) {
        return new Shuffled(seed, epoch);
    }

    /**
     * The numbers of the examples in this order: 0 to {@code size} − 1, or those that are drawn. The shuffle is that of Fisher and Yates,
     * in Durstenfeld's form.
     *
     * @param size how many examples the data set has
     */
    default int[] of(int size) {
        if (this instanceof Drawn drawn) {
            return drawn.draw(size);
        }
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        if (this instanceof Shuffled(long seed, int epoch)) {
            Philox random = Philox.seeded(seed).stream(epoch);
            for (int i = size - 1; i > 0; i--) {
                // uniform over 0 … i up to 2⁻³², by multiplying 32 random bits with i + 1
                int j = (int) ((random.nextLong() >>> 32) * (i + 1L) >>> 32);
                int swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
        }
        return order;
    }
}
