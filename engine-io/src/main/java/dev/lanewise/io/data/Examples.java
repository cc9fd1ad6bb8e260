package dev.lanewise.io.data;

import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;

/**
 * Examples that can be had one by one, by their numbers 0 to {@link #size} − 1: arrays, tables, images, whatever their shape. An
 * example has a class, or floats to be approached.
 *
 * <p>Whoever implements this says how to copy one example; batches, orders and parts come from here. All batches of one pass share
 * their storage; each is valid until the next one is asked for. One thread at a time reads a pass, several may read several.
 */
public interface Examples extends Dataset {

    /** The shape of one input, without the batch. */
    Shape inputShape();

    /** How many classes the labels may name; 0 if the targets are floats. */
    int classes();

    /**
     * The class of one example.
     *
     * @throws IllegalStateException if the targets are floats
     */
    int label(int index);

    /** Writes the input of one example to {@code values} from {@code offset} on, {@code inputShape().size()} floats. */
    void copyInput(int index, float[] values, int offset);

    /**
     * The shape of one example's floats to be approached.
     *
     * @throws IllegalStateException if the targets are classes
     */
    default Shape valueShape() {
        throw new IllegalStateException("examples: the targets are class labels, not floats");
    }

    /**
     * Writes the floats to be approached by one example to {@code values} from {@code offset} on, {@code valueShape().size()} floats.
     *
     * @throws IllegalStateException if the targets are classes
     */
    default void copyValues(int index, float[] values, int offset) {
        throw new IllegalStateException("examples: the targets are class labels, not floats");
    }

    /**
     * These examples alone, in this order. Nothing is copied.
     *
     * @throws IndexOutOfBoundsException if there is no example of one of these numbers
     */
    default Examples part(int... indices) {
        return Part.of(this, indices);
    }

    @Override
    default Batches batches(int batchSize, Order order) {
        return new IndexedPass(this, batchSize, order.of(size()));
    }
}
