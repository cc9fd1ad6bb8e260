package dev.lanewise.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Data: 32-bit floats in row-major order and their {@link Shape}. It holds no graph and no mathematics; those are the ops'.
 *
 * <p>A tensor that was made while gradients are recorded, or inside an inference scope, borrows its storage from that scope's
 * {@link Workspace}. When the scope has ended, every use of it throws {@link IllegalStateException}: another step's numbers
 * are never shown. {@link #copy()} keeps one.
 */
public sealed class Tensor permits Parameter {

    private final Shape shape;
    private final float[] array;
    private final Workspace.@Nullable Lease lease;

    Tensor(Shape shape, float[] array, Workspace.@Nullable Lease lease) {
        this.shape = shape;
        this.array = array;
        this.lease = lease;
    }

    /**
     * A tensor over a copy of these values, row by row.
     *
     * @throws IllegalArgumentException if the number of values is not the size of the shape
     */
    public static Tensor of(Shape shape, float... values) {
        return wrap(shape, values.clone());
    }

    /** A vector of these values. */
    public static Tensor of(float... values) {
        return of(Shape.of(values.length), values);
    }

    /**
     * A tensor over this very array, which the caller gives away and writes no more.
     *
     * @throws IllegalArgumentException if the length of the array is not the size of the shape
     */
    public static Tensor wrap(Shape shape, float[] values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("tensor: shape " + shape + " has " + shape.size() + " elements, found "
                    + values.length + " values");
        }
        return new Tensor(shape, values, null);
    }

    /** A tensor of zeros. */
    public static Tensor zeros(Shape shape) {
        return new Tensor(shape, new float[shape.size()], null);
    }

    /** A tensor without dimensions that holds one value. */
    public static Tensor scalar(float value) {
        return new Tensor(Shape.scalar(), new float[] {value}, null);
    }

    /** The lengths of the dimensions. */
    public final Shape shape() {
        return shape;
    }

    /** The length of one dimension; −1 is the innermost. */
    public final int dimension(int axis) {
        return shape.dimension(axis);
    }

    /** The number of elements. */
    public final int size() {
        return shape.size();
    }

    /**
     * The storage itself, for ops: row-major from index 0. It may be longer than {@link #size()}; what is beyond means nothing.
     *
     * @throws IllegalStateException if the scope that the storage was borrowed from has ended
     */
    public final float[] array() {
        if (lease != null && lease.ended()) {
            throw new IllegalStateException("tensor " + shape + " belongs to a Gradients or Inference scope that has ended; "
                    + "use it inside the scope, or keep a copy() of it");
        }
        return array;
    }

    /** The values, row by row, as a copy of exactly {@link #size()} elements. */
    public final float[] toArray() {
        return Arrays.copyOf(array(), size());
    }

    /** The same values in storage of their own that no scope takes back. */
    public final Tensor copy() {
        return new Tensor(shape, toArray(), null);
    }

    /**
     * A view of the same storage under another shape of equal size.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public final Tensor viewAs(Shape other) {
        if (other.size() != size()) {
            throw new IllegalArgumentException("reshape: " + shape + " has " + size() + " elements, " + other + " has "
                    + other.size());
        }
        return new Tensor(other, array(), lease);
    }

    /**
     * One element.
     *
     * @throws IndexOutOfBoundsException if the number of indices is not the rank or an index is outside its dimension
     */
    public final float get(int... indices) {
        if (indices.length != shape.rank()) {
            throw new IndexOutOfBoundsException("tensor " + shape + " takes " + shape.rank() + " indices, found "
                    + Arrays.toString(indices));
        }
        int offset = 0;
        for (int axis = 0; axis < indices.length; axis++) {
            int length = shape.dimension(axis);
            if (indices[axis] < 0 || indices[axis] >= length) {
                throw new IndexOutOfBoundsException("index " + Arrays.toString(indices) + " is outside of tensor " + shape);
            }
            offset = offset * length + indices[axis];
        }
        return array()[offset];
    }

    /**
     * The value of a tensor that has exactly one.
     *
     * @throws IllegalStateException if it has more or fewer
     */
    public final float item() {
        if (size() != 1) {
            throw new IllegalStateException("item(): expected a tensor with one element, found shape " + shape);
        }
        return array()[0];
    }

    /** The shape and the first values, for a person to read. */
    @Override
    public String toString() {
        if (lease != null && lease.ended()) {
            return "Tensor" + shape + " (its scope has ended)";
        }
        int shown = Math.min(size(), 8);
        String values = Arrays.toString(Arrays.copyOf(array, shown));
        return "Tensor" + shape + " " + (shown < size() ? values.substring(0, values.length() - 1) + ", …]" : values);
    }
}
