package dev.lanewise.samples;

import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.Iterator;

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
        Batches inner = examples.batches(batchSize, order);
        return new Batches() {

            @Override
            public int examples() {
                return inner.examples();
            }

            @Override
            public int count() {
                return inner.count();
            }

            @Override
            public Iterator<Batch> from(int first) {
                Iterator<Batch> batches = inner.from(first);
                return new Iterator<>() {

                    @Override
                    public boolean hasNext() {
                        return batches.hasNext();
                    }

                    @Override
                    public Batch next() {
                        Batch batch = batches.next();
                        return new Batch(batch.inputs(), batch.inputs());
                    }
                };
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }
}
