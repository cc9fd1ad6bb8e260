package dev.lanewise.layers;

import static dev.lanewise.op.Embedding.NO_PADDING;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Numbers of tokens, as integers or as whole floats, which a {@link Layer} takes. */
final class TokenIds {

    private static final float LARGEST_WHOLE = 1 << 24; // beyond, not every whole number is a float

    private TokenIds() {}

    /** The integers; complains of a number that is not whole. */
    static IntTensor of(String layer, Tensor x) {
        float[] in = x.array();
        int[] ids = new int[x.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) in[i];
            if (ids[i] != in[i] || Math.abs(in[i]) > LARGEST_WHOLE) {
                throw new IllegalArgumentException(layer + ": expected whole numbers as ids, found " + in[i] + " at position " + i
                        + "; give ids that are not normalized, or an IntTensor");
            }
        }
        return IntTensor.wrap(x.shape(), ids);
    }

    /** Complains unless this is the shape of sequences {@code [batch, steps]} of at least one step. */
    static void check(String layer, Shape ids) {
        if (ids.rank() != 2 || ids.dimension(1) == 0) {
            throw new IllegalArgumentException(layer + ": expected ids [batch, steps] with at least one step, found " + ids
                    + (ids.rank() == 1 ? "; did you leave out the batch?" : ""));
        }
    }

    /** The same, of at most so many steps. */
    static void check(String layer, Shape ids, int longest) {
        check(layer, ids);
        if (ids.dimension(1) > longest) {
            throw new IllegalArgumentException(layer + ": the sequences " + ids + " have " + ids.dimension(1) + " steps, the model's context is "
                    + longest + "; cut them, or make a model for longer ones");
        }
    }

    /** How many ids of each sequence {@code [batch, steps]} there are before those at its end that are padding; all, if there is none. */
    static IntTensor lengths(IntTensor ids, int padding) {
        int batch = ids.shape().dimension(0);
        int steps = ids.shape().dimension(1);
        int[] lengths = new int[batch];
        for (int n = 0; n < batch; n++) {
            int length = steps;
            while (padding != NO_PADDING && length > 0 && ids.get(n * steps + length - 1) == padding) {
                length--;
            }
            lengths[n] = length;
        }
        return IntTensor.wrap(Shape.of(batch), lengths);
    }

    /** The ids without the padding that all sequences end with: as many of each as the longest of these lengths, at least one. */
    static IntTensor longest(IntTensor ids, IntTensor lengths) {
        int count = 1;
        for (int length : lengths.array()) {
            count = Math.max(count, length);
        }
        return first(ids, count);
    }

    /** The first so many ids of each sequence. */
    static IntTensor first(IntTensor ids, int count) {
        int batch = ids.shape().dimension(0);
        int steps = ids.shape().dimension(1);
        if (count == steps) {
            return ids;
        }
        int[] cut = new int[batch * count];
        for (int n = 0; n < batch; n++) {
            System.arraycopy(ids.array(), n * steps, cut, n * count, count);
        }
        return IntTensor.wrap(Shape.of(batch, count), cut);
    }
}
