package dev.lanewise.io.data;

import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Batch;
import dev.lanewise.train.FilledBatches;
import dev.lanewise.train.Targets;

/** One pass over examples in a fixed order. */
final class IndexedPass extends FilledBatches {

    private final Examples examples;
    private final int[] order;

    IndexedPass(Examples examples, int batchSize, int[] order) {
        super(order.length, batchSize);
        this.examples = examples;
        this.order = order;
    }

    @Override
    protected Batch newBatch(int size) {
        return examples.classes() > 0
                ? BatchStorage.ofLabels(size, examples.inputShape(), Shape.scalar())
                : BatchStorage.ofValues(size, examples.inputShape(), examples.valueShape());
    }

    @Override
    protected void fill(Batch batch, int position) {
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
