package dev.lanewise.io.data;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;

/** Batches of zeros to be written. */
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

    private static Shape batched(int size, Shape example) {
        int[] dimensions = new int[example.rank() + 1];
        dimensions[0] = size;
        System.arraycopy(example.toArray(), 0, dimensions, 1, example.rank());
        return Shape.of(dimensions);
    }
}
