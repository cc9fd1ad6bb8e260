package dev.lanewise.tensor;

import java.util.Arrays;

/**
 * The lengths of a tensor's dimensions, outermost first. A shape without dimensions is that of a scalar.
 *
 * <p>Immutable. Every dimension is at least 0 and the number of elements fits an {@code int}.
 */
public final class Shape {

    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dimensions;
    private final int size;

    private Shape(int[] dimensions) {
        this.dimensions = dimensions;
        long product = 1;
        for (int length : dimensions) {
            if (length < 0) {
                throw new IllegalArgumentException("shape: every dimension must be at least 0, found "
                        + Arrays.toString(dimensions));
            }
            product *= length;
            if (product > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("shape: " + Arrays.toString(dimensions)
                        + " has more elements than one Java array can hold (2^31 - 9); use a smaller batch");
            }
        }
        this.size = (int) product;
    }

    /**
     * The shape with these dimensions, outermost first.
     *
     * @throws IllegalArgumentException if a dimension is negative or the product does not fit an array
     */
    public static Shape of(int... dimensions) {
        return dimensions.length == 0 ? SCALAR : new Shape(dimensions.clone());
    }

    /** The shape without dimensions: one element. */
    public static Shape scalar() {
        return SCALAR;
    }

    /** How many dimensions there are. */
    public int rank() {
        return dimensions.length;
    }

    /** How many elements a tensor of this shape has. */
    public int size() {
        return size;
    }

    /**
     * The length of one dimension; −1 is the innermost one, −2 the one around it.
     *
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public int dimension(int axis) {
        return dimensions[axis(axis)];
    }

    /**
     * The axis counted from the outermost one, where −1 named the innermost.
     *
     * @throws IndexOutOfBoundsException if there is no such axis
     */
    public int axis(int axis) {
        if (axis < -dimensions.length || axis >= dimensions.length) {
            throw new IndexOutOfBoundsException("axis " + axis + " does not exist in shape " + this
                    + "; expected " + -dimensions.length + " to " + (dimensions.length - 1));
        }
        return axis < 0 ? axis + dimensions.length : axis;
    }

    /** The dimensions, outermost first, as a copy. */
    public int[] toArray() {
        return dimensions.clone();
    }

    /** The number of elements in the dimensions {@code from} (inclusive) to {@code to} (exclusive). */
    public int sizeBetween(int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= dimensions[axis];
        }
        return product;
    }

    /** This shape with another length for one dimension. */
    public Shape with(int axis, int length) {
        int[] changed = dimensions.clone();
        changed[axis(axis)] = length;
        return new Shape(changed);
    }

    /** This shape without one dimension. */
    public Shape without(int axis) {
        int removed = axis(axis);
        int[] rest = new int[dimensions.length - 1];
        System.arraycopy(dimensions, 0, rest, 0, removed);
        System.arraycopy(dimensions, removed + 1, rest, removed, rest.length - removed);
        return new Shape(rest);
    }

    /**
     * The shape that both broadcast to: aligned at the innermost dimension, a dimension of 1 (or a missing one) stretches.
     *
     * @throws IllegalArgumentException if two dimensions differ and neither is 1
     */
    public static Shape broadcast(String op, Shape left, Shape right) {
        if (left.equals(right)) {
            return left;
        }
        int rank = Math.max(left.rank(), right.rank());
        int[] joined = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= left.rank() ? left.dimensions[left.rank() - i] : 1;
            int b = i <= right.rank() ? right.dimensions[right.rank() - i] : 1;
            if (a != b && a != 1 && b != 1) {
                throw new IllegalArgumentException(op + ": shapes " + left + " and " + right + " do not broadcast: dimension -"
                        + i + " is " + a + " on the left and " + b + " on the right; make them equal, or one of them 1");
            }
            joined[rank - i] = a == 1 ? b : a;
        }
        return new Shape(joined);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Shape that && Arrays.equals(dimensions, that.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** As PyTorch writes it: {@code [32, 1, 28, 28]}. */
    @Override
    public String toString() {
        return Arrays.toString(dimensions);
    }
}
