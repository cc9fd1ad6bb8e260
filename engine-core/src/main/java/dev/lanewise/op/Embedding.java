package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtRows;

import dev.lanewise.gradient.Operation;
import dev.lanewise.gradient.RowGradient;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** A table with a row for each id: words to vectors. */
public final class Embedding {

    /** The padding of a table without one. */
    public static final int NO_PADDING = -1;

    private static final int DIGIT = 11; // bits of a row's number that one pass of the sort looks at

    private Embedding() {}

    /**
     * The rows with these ids: weight [rows, width] and ids […] → […, width]. d weight[row] = Σ dy over the places of this id, in their
     * order; the row of the padding gets no gradient.
     *
     * @param padding an id that only fills up short sequences, or {@link #NO_PADDING}
     * @param sparse whether the gradient is kept for the rows that occur alone, which is what large tables are trained with
     * @throws IllegalArgumentException if the weight is no matrix, or an id or the padding is not in 0 to rows − 1
     */
    public static Tensor embedding(Tensor weight, IntTensor ids, int padding, boolean sparse) {
        var op = Operation.begin("embedding");
        op.require(weight.shape().rank() == 2, "expected a weight [rows, width], found %s", weight.shape());
        int rows = weight.dimension(0);
        int width = weight.dimension(1);
        op.require(padding >= NO_PADDING && padding < rows, "the padding %d is out of range; the weight %s has rows 0 to %d", padding,
                weight.shape(), rows - 1);
        int[] id = ids.array();
        for (int i = 0; i < id.length; i++) {
            if (id[i] < 0 || id[i] >= rows) {
                op.require(false, "id %d at position %d is out of range; the weight %s has rows 0 to %d", id[i], i, weight.shape(), rows - 1);
            }
        }
        int[] lengths = Arrays.copyOf(ids.shape().toArray(), ids.shape().rank() + 1);
        lengths[lengths.length - 1] = width;
        Tensor y = Workspace.tensor(Shape.of(lengths));
        float[] in = weight.array();
        float[] out = y.array();
        Ranges.forEach(id.length, Elementwise.NANOSECONDS * width, (from, to) -> {
            for (int i = from; i < to; i++) {
                System.arraycopy(in, id[i] * width, out, i * width, width);
            }
        });
        return op.differentiable(y, sparse
                ? wrtRows(weight, dy -> gradient(weight.shape(), id, padding, dy))
                : wrt(weight, dy -> gradient(weight.shape(), id, padding, dy).dense()));
    }

    private static RowGradient gradient(Shape shape, int[] ids, int padding, Tensor dy) {
        Scratch scratch = Scratch.borrow();
        try {
            int[] places = scratch.ints(0, ids.length); // of the ids, those of equal ones side by side and in their order
            int count = 0;
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] != padding) {
                    places[count++] = i;
                }
            }
            places = sorted(places, count, ids, shape.dimension(0), scratch);
            int[] starts = scratch.ints(3, count + 1); // where in places a row's begin
            int distinct = 0;
            for (int i = 0; i < count; i++) {
                if (i == 0 || ids[places[i]] != ids[places[i - 1]]) {
                    starts[distinct++] = i;
                }
            }
            starts[distinct] = count;
            int[] rows = new int[distinct];
            for (int k = 0; k < distinct; k++) {
                rows[k] = ids[places[starts[k]]];
            }
            Tensor values = Workspace.tensor(shape.with(0, distinct));
            addPlaces(dy, places, starts, distinct, values);
            return RowGradient.of(shape, rows, values);
        } finally {
            scratch.giveBack();
        }
    }

    private static void addPlaces(Tensor dy, int[] places, int[] starts, int distinct, Tensor values) {
        int width = values.dimension(1);
        float[] terms = dy.array();
        float[] sums = values.array();
        double cost = Elementwise.NANOSECONDS * width * starts[distinct] / Math.max(1, distinct);
        Ranges.forEach(distinct, cost, (from, to) -> {
            for (int k = from; k < to; k++) {
                System.arraycopy(terms, places[starts[k]] * width, sums, k * width, width);
                for (int place = starts[k] + 1; place < starts[k + 1]; place++) {
                    int start = places[place] * width;
                    for (int i = 0; i < width; i++) {
                        sums[k * width + i] += terms[start + i];
                    }
                }
            }
        });
    }

    /** The places by ascending id, those of equal ids in their order: a radix sort, which is stable, and no slower for a large table. */
    private static int[] sorted(int[] places, int count, int[] ids, int rows, Scratch scratch) {
        int[] from = places;
        int[] to = scratch.ints(1, ids.length);
        int[] ends = scratch.ints(2, (1 << DIGIT) + 1);
        int mask = (1 << DIGIT) - 1;
        for (int shift = 0; shift < Integer.SIZE && (rows - 1) >>> shift != 0; shift += DIGIT) {
            Arrays.fill(ends, 0, mask + 2, 0);
            for (int i = 0; i < count; i++) {
                ends[(ids[from[i]] >>> shift & mask) + 1]++;
            }
            for (int digit = 0; digit <= mask; digit++) {
                ends[digit + 1] += ends[digit];
            }
            for (int i = 0; i < count; i++) {
                to[ends[ids[from[i]] >>> shift & mask]++] = from[i];
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }
}
