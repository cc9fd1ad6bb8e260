package dev.lanewise.train;

import dev.lanewise.random.Philox;

/** The order in which the examples of a data set come. */
public sealed interface Order {

    /** As they are stored. */
    record Stored() implements Order {}

    /** Shuffled; a function of these two numbers and of how many examples there are. */
    record Shuffled(long seed, int epoch) implements Order {}

    /** As they are stored. */
    static Order stored() {
        return new Stored();
    }

    /** Shuffled, another way in each epoch. */
    static Order shuffled(long seed, int epoch) {
        return new Shuffled(seed, epoch);
    }

    /** The numbers 0 to {@code size} − 1 in this order. The shuffle is that of Fisher and Yates, in Durstenfeld's form. */
    default int[] of(int size) {
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
