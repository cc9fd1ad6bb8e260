package dev.lanewise.io.text;

import dev.lanewise.random.Philox;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.ChangedBatches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import org.jspecify.annotations.Nullable;

/**
 * Texts in which tokens are replaced by an unknown one at random, others in each epoch: to train on, so that a model does not learn texts by
 * heart, and learns what to make of words that it does not know (Iyyer et al. 2015, "word dropout"). Padding, id 0, stays.
 *
 * <p>Which tokens are replaced is a function of the seed and the epoch of a shuffled or drawn order and of the place in the pass; nothing is
 * replaced in stored order.
 *
 * @param source inputs of ids as floats
 * @param unknown the id that stands in
 * @param share of the tokens that are replaced, from 0 to 1
 */
public record WordDropout(Dataset source, int unknown, double share) implements Dataset {

    /** A stream of random numbers that the order of the examples does not use: epochs count from 0. */
    private static final long STREAM = 1L << 32;

    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException if it is not in 0 to 1, or the id is negative
     */
    public WordDropout {
        if (!(share >= 0 && share <= 1) || unknown < 0) {
            throw new IllegalArgumentException("word dropout: expected an id and a share from 0 to 1, found " + unknown + " and " + share);
        }
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public boolean rowsGoOn() {
        return source.rowsGoOn();
    }

    @Override
    public Batches batches(int batchSize, Order order) {
        Batches batches = source.batches(batchSize, order);
        return switch (order) {
            case Order.Stored stored -> batches;
            case Order.Shuffled shuffled -> new ChangedBatches(batches, batchSize, () -> new Hidden(shuffled.seed(), shuffled.epoch()));
            case Order.Drawn drawn -> new ChangedBatches(batches, batchSize, () -> new Hidden(drawn.seed(), drawn.epoch()));
        };
    }

    private final class Hidden implements ChangedBatches.Change {

        private final long key;
        private @Nullable Batch storage;

        Hidden(long seed, int epoch) {
            this.key = Philox.seeded(seed).stream(STREAM + epoch).key();
        }

        @Override
        public Batch of(Batch batch, long first) {
            Batch changed = batch.copyTo(storage);
            storage = changed;
            float[] ids = changed.inputs().array();
            long start = first * (ids.length / changed.size());
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] != 0 && Philox.uniformAt(key, start + i) < share) {
                    ids[i] = unknown;
                }
            }
            return changed;
        }
    }
}
