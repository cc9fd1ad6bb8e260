package dev.lanewise.tensor;

import java.util.Arrays;

/** Integers in row-major order and their shape: class labels, token numbers, lengths. They never carry gradients. */
public final class IntTensor {

    private final Shape shape;
    private final int[] array;

    private IntTensor(Shape shape, int[] array) {
        this.shape = shape;
        this.array = array;
    }

    /** A vector over a copy of these values. */
    public static IntTensor of(int... values) {
        return wrap(Shape.of(values.length), values.clone());
    }

    /**
     * A tensor over this very array, which the caller gives away and writes no more.
     *
     * @throws IllegalArgumentException if the length of the array is not the size of the shape
     */
    public static IntTensor wrap(Shape shape, int[] values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("integer tensor: shape " + shape + " has " + shape.size() + " elements, found "
                    + values.length + " values");
        }
        return new IntTensor(shape, values);
    }

    /** The lengths of the dimensions. */
    public Shape shape() {
        return shape;
    }

    /** The number of elements. */
    public int size() {
        return array.length;
    }

    /** The element at this position in row-major order. */
    public int get(int position) {
        return array[position];
    }

    /** The storage itself, for ops: row-major, exactly {@link #size()} long. */
    public int[] array() {
        return array;
    }

    @Override
    public String toString() {
        return "IntTensor" + shape + " " + Arrays.toString(array.length > 8 ? Arrays.copyOf(array, 8) : array);
    }
}
