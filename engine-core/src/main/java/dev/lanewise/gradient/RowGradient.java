package dev.lanewise.gradient;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * The gradient of a parameter of which only some rows were used, such as a table of word vectors: those rows, each once and in
 * ascending order. All others are zero, and take neither memory nor time.
 */
public final class RowGradient {

    private final Shape shape;
    private final int[] rows;
    private final Tensor values;

    private RowGradient(Shape shape, int[] rows, Tensor values) {
        this.shape = shape;
        this.rows = rows;
        this.values = values;
    }

    /**
     * A gradient of these rows, which the caller gives away.
     *
     * @param shape the parameter's shape, {@code [rows, …]}
     * @param rows the numbers of the rows, ascending
     * @param values the gradient of each of them, {@code [rows.length, …]}
     * @throws IllegalArgumentException if the shapes do not fit, or the rows do not ascend from 0 on and stay below their number
     */
    public static RowGradient of(Shape shape, int[] rows, Tensor values) {
        if (shape.rank() == 0 || !values.shape().equals(shape.with(0, rows.length))) {
            throw new IllegalArgumentException("row gradient: " + rows.length + " rows of a parameter " + shape + " do not fit values "
                    + values.shape());
        }
        int before = -1;
        for (int row : rows) {
            if (row <= before || row >= shape.dimension(0)) {
                throw new IllegalArgumentException("row gradient: expected ascending rows from 0 to " + (shape.dimension(0) - 1) + ", found "
                        + row + " after " + before);
            }
            before = row;
        }
        return new RowGradient(shape, rows, values);
    }

    /** The shape of the parameter. */
    public Shape shape() {
        return shape;
    }

    /** How many rows have a gradient. */
    public int count() {
        return rows.length;
    }

    /** The number of the row whose gradient is the one at this position of {@link #values}. */
    public int row(int position) {
        return rows[position];
    }

    /** How many elements a row has. */
    public int rowSize() {
        return shape.sizeBetween(1, shape.rank());
    }

    /** The gradients of the rows, {@code [count, …]}. */
    public Tensor values() {
        return values;
    }

    /** The same gradient with a zero for each element of the other rows. */
    public Tensor dense() {
        Tensor dense = Workspace.tensor(shape);
        Arrays.fill(dense.array(), 0, dense.size(), 0f);
        addTo(dense.array());
        return dense;
    }

    /** The sum of this and a gradient of all rows, as a tensor of its own. */
    public Tensor plus(Tensor other) {
        Tensor sum = Workspace.tensor(shape);
        System.arraycopy(other.array(), 0, sum.array(), 0, sum.size());
        addTo(sum.array());
        return sum;
    }

    private void addTo(float[] whole) {
        int width = rowSize();
        float[] terms = values.array();
        for (int k = 0; k < rows.length; k++) {
            int start = rows[k] * width;
            for (int i = 0; i < width; i++) {
                whole[start + i] += terms[k * width + i];
            }
        }
    }

    /** The sum of this and another gradient of some rows: the rows of either. */
    public RowGradient plus(RowGradient other) {
        int[] joined = union(rows, other.rows);
        Tensor sum = Workspace.tensor(shape.with(0, joined.length));
        int width = rowSize();
        int left = 0;
        int right = 0;
        for (int k = 0; k < joined.length; k++) {
            boolean here = left < rows.length && rows[left] == joined[k];
            boolean there = right < other.rows.length && other.rows[right] == joined[k];
            if (here) {
                System.arraycopy(values.array(), left++ * width, sum.array(), k * width, width);
            }
            if (there) {
                int start = right++ * width;
                if (here) {
                    for (int i = 0; i < width; i++) {
                        sum.array()[k * width + i] += other.values.array()[start + i];
                    }
                } else {
                    System.arraycopy(other.values.array(), start, sum.array(), k * width, width);
                }
            }
        }
        return new RowGradient(shape, joined, sum);
    }

    private static int[] union(int[] a, int[] b) {
        int[] joined = new int[a.length + b.length];
        int count = 0;
        for (int i = 0, j = 0; i < a.length || j < b.length; count++) {
            int next = Math.min(i < a.length ? a[i] : Integer.MAX_VALUE, j < b.length ? b[j] : Integer.MAX_VALUE);
            i += i < a.length && a[i] == next ? 1 : 0;
            j += j < b.length && b[j] == next ? 1 : 0;
            joined[count] = next;
        }
        return Arrays.copyOf(joined, count);
    }

    /** This gradient times a number, in storage of its own that no scope takes back. */
    public RowGradient scaledCopy(float factor) {
        float[] scaled = values.toArray();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return new RowGradient(shape, rows, Tensor.wrap(values.shape(), scaled));
    }

    @Override
    public String toString() {
        return "RowGradient" + shape + " of " + rows.length + " rows";
    }
}
