package dev.lanewise.train;

import java.util.random.RandomGenerator;

/** Examples to learn from, or to be judged by. */
public interface Dataset {

    /** How many examples there are. */
    int size();

    /**
     * Whether each row of a batch goes on in the next batch, in stored and in shuffled order, so that a model can {@linkplain
     * Trainer#carryState carry} what it knows from one to the other.
     */
    default boolean rowsGoOn() {
        return false;
    }

    /** One pass in this order. */
    Batches batches(int batchSize, Order order);

    /** One pass in the order in which the examples are stored. */
    default Batches batches(int batchSize) {
        return batches(batchSize, Order.stored());
    }

    /** One pass in an order that is drawn from {@code random}. */
    default Batches batches(int batchSize, RandomGenerator random) {
        return batches(batchSize, Order.shuffled(random.nextLong(), 0));
    }
}
