package dev.lanewise.samples;

import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.ChangedBatches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;

/**
 * Examples whose targets are their own inputs, for models that learn to draw them again.
 *
 * @param examples whose classes are not looked at
 */
record Reconstruction(Dataset examples) implements Dataset {

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public Batches batches(int batchSize, Order order) {
        return new ChangedBatches(examples.batches(batchSize, order), batchSize, () -> (batch, first) -> new Batch(batch.inputs(), batch.inputs()));
    }
}
