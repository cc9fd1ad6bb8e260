package dev.lanewise.io.data;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Targets;
import org.jspecify.annotations.Nullable;

/** Batches of zeros to be written, and copies of batches. */
final class BatchStorage {

    private BatchStorage() {}

    /** Examples with inputs of this shape, and labels of that shape: a scalar if each example has one. */
    static Batch ofLabels(int size, Shape input, Shape label) {
        Shape labels = batched(size, label);
        return new Batch(Tensor.zeros(batched(size, input)), IntTensor.wrap(labels, new int[labels.size()]));
    }

    /** Examples with inputs of this shape, and floats to be approached of that shape. */
    static Batch ofValues(int size, Shape input, Shape values) {
        return new Batch(Tensor.zeros(batched(size, input)), Tensor.zeros(batched(size, values)));
    }

    /** Copies a batch to {@code storage} if that fits, or to a new one. */
    static Batch copy(Batch from, @Nullable Batch storage) {
        Batch to = storage != null && fits(storage, from) ? storage : like(from);
        System.arraycopy(from.inputs().array(), 0, to.inputs().array(), 0, from.inputs().size());
        switch (from.targets()) {
            case Targets.Labels(IntTensor labels) -> System.arraycopy(labels.array(), 0, to.labels().array(), 0, labels.size());
            case Targets.Values(Tensor values) -> System.arraycopy(values.array(), 0, to.values().array(), 0, values.size());
        }
        return to;
    }

    private static boolean fits(Batch storage, Batch batch) {
        return storage.inputs().shape().equals(batch.inputs().shape())
                && storage.targets().getClass() == batch.targets().getClass()
                && storage.targets().shape().equals(batch.targets().shape());
    }

    private static Batch like(Batch batch) {
        Tensor inputs = Tensor.zeros(batch.inputs().shape());
        return switch (batch.targets()) {
            case Targets.Labels(IntTensor labels) -> new Batch(inputs, IntTensor.wrap(labels.shape(), new int[labels.size()]));
            case Targets.Values(Tensor values) -> new Batch(inputs, Tensor.zeros(values.shape()));
        };
    }

    private static Shape batched(int size, Shape example) {
        int[] dimensions = new int[example.rank() + 1];
        dimensions[0] = size;
        System.arraycopy(example.toArray(), 0, dimensions, 1, example.rank());
        return Shape.of(dimensions);
    }
}
