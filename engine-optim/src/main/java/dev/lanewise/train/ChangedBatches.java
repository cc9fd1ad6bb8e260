package dev.lanewise.train;

import java.util.Iterator;
import java.util.function.Supplier;

/**
 * The batches of a pass, each changed on its way to the model:
 *
 * <pre>{@code
 * new ChangedBatches(source.batches(batchSize, order), batchSize, () -> (batch, first) -> new Batch(batch.inputs(), batch.inputs()))
 * }</pre>
 *
 * @param source the batches as they are
 * @param batchSize of the pass
 * @param changes gives each iterator a change of its own, which may have storage
 */
public record ChangedBatches(Batches source, int batchSize, Supplier<Change> changes) implements Batches {

    /** What becomes of a batch. */
    @FunctionalInterface
    public interface Change {

        /**
         * The batch to be learned from.
         *
         * @param batch as the source gives it, which is not the change's to write into
         * @param first the number in the pass of its first example
         */
        Batch of(Batch batch, long first);
    }

    @Override
    public int examples() {
        return source.examples();
    }

    @Override
    public int count() {
        return source.count();
    }

    @Override
    public Iterator<Batch> from(int first) {
        Iterator<Batch> batches = source.from(first);
        Change change = changes.get();
        return new Iterator<>() {

            private long position = (long) first * batchSize;

            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public Batch next() {
                Batch batch = batches.next();
                Batch changed = change.of(batch, position);
                position += batch.size();
                return changed;
            }
        };
    }

    @Override
    public void close() {
        source.close();
    }
}
