package dev.lanewise.io.data;

import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Targets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One pass over examples in a fixed order. Nothing is read for the batches that {@link #from} leaves out. */
final class IndexedPass implements Batches {

    private final Examples examples;
    private final int batchSize;
    private final int[] order;

    IndexedPass(Examples examples, int batchSize, int[] order) {
        this.examples = examples;
        this.batchSize = batchSize;
        this.order = order;
    }

    @Override
    public int examples() {
        return order.length;
    }

    @Override
    public int count() {
        return (int) (((long) order.length + batchSize - 1) / batchSize);
    }

    @Override
    public Iterator<Batch> from(int first) {
        if (first < 0 || first > count()) {
            throw new IndexOutOfBoundsException("batches: there are " + count() + ", cannot begin at number " + first);
        }
        return new Iterator<>() {

            private long position = (long) first * batchSize;
            private @Nullable Batch reused;

            @Override
            public boolean hasNext() {
                return position < order.length;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("batches: the pass is over after " + count() + " batches");
                }
                int size = (int) Math.min(batchSize, order.length - position);
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

    private Batch newBatch(int size) {
        return examples.classes() > 0
                ? BatchStorage.ofLabels(size, examples.inputShape(), Shape.scalar())
                : BatchStorage.ofValues(size, examples.inputShape(), examples.valueShape());
    }

    private void fill(Batch batch, int position) {
        float[] inputs = batch.inputs().array();
        int inputSize = examples.inputShape().size();
        for (int i = 0; i < batch.size(); i++) {
            examples.copyInput(order[position + i], inputs, i * inputSize);
        }
        switch (batch.targets()) {
            case Targets.Labels(var labels) -> {
                for (int i = 0; i < batch.size(); i++) {
                    labels.array()[i] = examples.label(order[position + i]);
                }
            }
            case Targets.Values(var values) -> {
                int valueSize = examples.valueShape().size();
                for (int i = 0; i < batch.size(); i++) {
                    examples.copyValues(order[position + i], values.array(), i * valueSize);
                }
            }
        }
    }
}
