package dev.lanewise.layers;

import static dev.lanewise.op.Attention.attention;
import static dev.lanewise.op.Slice.slice;

import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/**
 * The keys and values of the steps that a causal attention has seen, so that later steps attend to them without computing them again.
 * How many of them count is the caller's to say: what lies behind is overwritten.
 */
final class KeyValueCache {

    private static final int SMALLEST = 16; // steps

    private final MultiHeadAttention attention;
    private final int sequences;
    private final int width; // of the keys of a step
    private int capacity;
    private float[] keys = new float[0]; // [sequences, capacity, width]
    private float[] values = keys;

    KeyValueCache(MultiHeadAttention attention, int sequences) {
        this.attention = attention;
        this.sequences = sequences;
        this.width = (attention.inputWeight().dimension(0) - attention.width()) / 2;
    }

    /** Attention from the steps x {@code [sequences, steps, width]} to themselves and the {@code length} steps before them. */
    Tensor attend(Tensor x, int length) {
        int steps = x.dimension(1);
        if (length + steps > capacity) {
            grow(Math.max(SMALLEST, Math.max(length + steps, 2 * capacity)), length);
        }
        Tensor projected = attention.project(x, length);
        int start = attention.width();
        write(projected, start, keys, length);
        write(projected, start + width, values, length);
        Tensor queries = slice(projected, 2, 0, start);
        return attention.outputProjection().forward(steps == 1
                ? attended(queries, all(keys), all(values), AttentionMask.none().keyLengths(ofAll(length + 1)))
                : attended(queries, read(keys, length + steps), read(values, length + steps), AttentionMask.none().causal()));
    }

    private Tensor attended(Tensor queries, Tensor ofKeys, Tensor ofValues, AttentionMask mask) {
        return attention(queries, ofKeys, ofValues, attention.heads(), attention.keyHeads(), mask, 0, null);
    }

    /* One step, as in generation, reads the cache where it is; what lies behind its end does not count. A causal mask of several steps
     * needs keys that end with the last of them. */
    private Tensor all(float[] kept) {
        return Tensor.wrap(Shape.of(sequences, capacity, width), kept);
    }

    private IntTensor ofAll(int length) {
        int[] lengths = new int[sequences];
        Arrays.fill(lengths, length);
        return IntTensor.wrap(Shape.of(sequences), lengths);
    }

    /** A cache of some of these sequences. */
    KeyValueCache select(int length, int... chosen) {
        KeyValueCache copy = new KeyValueCache(attention, chosen.length);
        copy.grow(capacity, 0);
        for (int n = 0; n < chosen.length; n++) {
            System.arraycopy(keys, chosen[n] * capacity * width, copy.keys, n * capacity * width, length * width);
            System.arraycopy(values, chosen[n] * capacity * width, copy.values, n * capacity * width, length * width);
        }
        return copy;
    }

    private void grow(int larger, int length) {
        keys = grown(keys, larger, length);
        values = grown(values, larger, length);
        capacity = larger;
    }

    private float[] grown(float[] kept, int larger, int length) {
        float[] copy = new float[Shape.of(sequences, larger, width).size()];
        for (int n = 0; n < sequences; n++) {
            System.arraycopy(kept, n * capacity * width, copy, n * larger * width, length * width);
        }
        return copy;
    }

    private void write(Tensor projected, int from, float[] kept, int length) {
        int steps = projected.dimension(1);
        int stride = projected.dimension(2);
        for (int n = 0; n < sequences; n++) {
            for (int t = 0; t < steps; t++) {
                System.arraycopy(projected.array(), (n * steps + t) * stride + from, kept, (n * capacity + length + t) * width, width);
            }
        }
    }

    private Tensor read(float[] kept, int steps) {
        Tensor copy = Workspace.tensor(Shape.of(sequences, steps, width));
        for (int n = 0; n < sequences; n++) {
            System.arraycopy(kept, n * capacity * width, copy.array(), n * steps * width, steps * width);
        }
        return copy;
    }
}
