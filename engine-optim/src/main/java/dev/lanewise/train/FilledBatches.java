package dev.lanewise.train;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * One pass over examples that can be read at any place: what a data set in memory has to say is how a batch is filled. All batches of one iterator
 * share their storage; each is valid until the next one is asked for. Nothing is read for the batches that {@link #from} leaves out.
 */
public abstract class FilledBatches implements Batches {

    private final int examples;
    private final int batchSize;

    /**
     * A pass.
     *
     * @param examples how many it has
     * @param batchSize how many of them each batch has, but the last
     * @throws IllegalArgumentException if the batch size is not at least 1
     */
    protected FilledBatches(int examples, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batches: the batch size must be at least 1, found " + batchSize);
        }
        this.examples = examples;
        this.batchSize = batchSize;
    }

    /** Storage for so many examples. */
    protected abstract Batch newBatch(int size);

    /** Writes the examples from number {@code first} of the pass on into such storage. */
    protected abstract void fill(Batch batch, int first);

    @Override
    public final int examples() {
        return examples;
    }

    @Override
    public final int count() {
        return Math.ceilDiv(examples, batchSize);
    }

    @Override
    public final Iterator<Batch> from(int first) {
        if (first < 0 || first > count()) {
            throw new IndexOutOfBoundsException("batches: there are " + count() + ", cannot begin at number " + first);
        }
        return new Iterator<>() {

            private long position = (long) first * batchSize;
            private @Nullable Batch reused;

            @Override
            public boolean hasNext() {
                return position < examples;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("batches: the pass is over after " + count() + " batches");
                }
                int size = (int) Math.min(batchSize, examples - position);
                Batch batch = reused;
                if (batch == null || batch.size() != size) {
                    batch = newBatch(size);
                    reused = batch;
                }
                fill(batch, (int) position);
                position += size;
                return batch;
            }
        };
    }
}
