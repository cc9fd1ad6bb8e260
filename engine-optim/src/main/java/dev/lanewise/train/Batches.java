package dev.lanewise.train;

import java.util.Iterator;

/**
 * One pass over a data set, batch by batch, in a fixed order. All batches have the same size but the last, which has the rest.
 *
 * <p>Whoever holds it closes it, so that threads which read ahead can end.
 */
public interface Batches extends Iterable<Batch>, AutoCloseable {

    /** How many examples the whole pass has. */
    int examples();

    /** How many batches the whole pass has. */
    int count();

    /** The batches from number {@code first} on, counted from 0, for training that goes on in the middle of an epoch. */
    Iterator<Batch> from(int first);

    @Override
    default Iterator<Batch> iterator() {
        return from(0);
    }

    /** Ends reading ahead. */
    @Override
    default void close() {}
}
