package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a query of an {@linkplain Attention attention} may look at. Conditions are added one after the other, and all hold:
 *
 * <pre>{@code
 * AttentionMask.none().causal().keyLengths(IntTensor.of(7, 12, 9))
 * }</pre>
 *
 * <p>A query that may look at no key at all gives zeros, and no gradient.
 */
public final class AttentionMask {

    private static final AttentionMask NONE = new AttentionMask(false, null, null, null, null);
    private static final AttentionMask CAUSAL = new AttentionMask(true, null, null, null, null);

    private final boolean causal;
    private final @Nullable IntTensor lengths;
    private final @Nullable IntTensor padding;
    private final @Nullable IntTensor allowed;
    private final @Nullable Tensor additive;

    private AttentionMask(boolean causal, @Nullable IntTensor lengths, @Nullable IntTensor padding, @Nullable IntTensor allowed,
            @Nullable Tensor additive) {
        this.causal = causal;
        this.lengths = lengths;
        this.padding = padding;
        this.allowed = allowed;
        this.additive = additive;
    }

    /** Every query looks at every key. */
    public static AttentionMask none() {
        return NONE;
    }

    /**
     * No query looks ahead: query t of T sees the keys up to t + (S − T) of S. With as many queries as keys that is itself and all before
     * it; with fewer, the queries are the last ones, as with a cache of earlier keys.
     */
    public AttentionMask causal() {
        return this == NONE ? CAUSAL : new AttentionMask(true, lengths, padding, allowed, additive);
    }

    /**
     * Sequences of different lengths in one batch: only the first {@code lengths[n]} keys of sequence n count, and those behind are not
     * even read, so that the result has the bits of the sequence alone.
     *
     * @param keyLengths [n]
     */
    public AttentionMask keyLengths(IntTensor keyLengths) {
        return new AttentionMask(causal, keyLengths, padding, allowed, additive);
    }

    /**
     * Keys that only fill up, anywhere in a sequence: PyTorch's {@code key_padding_mask}.
     *
     * @param paddedKeys [n, S], not 0 where a key does not count
     */
    public AttentionMask paddedKeys(IntTensor paddedKeys) {
        return new AttentionMask(causal, lengths, paddedKeys, allowed, additive);
    }

    /**
     * Any pattern, in the sense of PyTorch's {@code scaled_dot_product_attention}.
     *
     * @param pattern [T, S], [n, T, S] or [n, heads, T, S], where n and heads may be 1, not 0 where the query may look at the key
     */
    public AttentionMask allowing(IntTensor pattern) {
        return new AttentionMask(causal, lengths, padding, pattern, additive);
    }

    /**
     * Any pattern, in the sense of PyTorch's {@code MultiheadAttention}, the opposite of {@link #allowing}.
     *
     * @param pattern [T, S], [n, T, S] or [n, heads, T, S], where n and heads may be 1, not 0 where the query may not look at the key
     */
    public AttentionMask forbidding(IntTensor pattern) {
        int[] flags = new int[pattern.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = pattern.get(i) == 0 ? 1 : 0;
        }
        return allowing(IntTensor.wrap(pattern.shape(), flags));
    }

    /**
     * Numbers that are added to the scaled scores, such as a bias by distance; −∞ forbids. They may be learned: as a {@link
     * dev.lanewise.tensor.Parameter}, or computed from one while gradients are recorded, they get a gradient, summed over the sequences and heads
     * that share a number.
     *
     * @param scores [T, S], [n, T, S] or [n, heads, T, S], where n and heads may be 1: [1, heads, T, S] is a bias for each head
     */
    public AttentionMask additive(Tensor scores) {
        return new AttentionMask(causal, lengths, padding, allowed, scores);
    }

    void check(Operation op, int sequences, int heads, int queries, int keys) {
        if (lengths != null) {
            op.require(lengths.shape().equals(Shape.of(sequences)), "%d sequences need key lengths [%d], found %s", sequences, sequences,
                    lengths.shape());
            for (int n = 0; n < sequences; n++) {
                op.require(lengths.get(n) >= 0 && lengths.get(n) <= keys, "the length %d of sequence %d is not in 0 to %d, the number of keys",
                        lengths.get(n), n, keys);
            }
        }
        if (padding != null) {
            op.require(padding.shape().equals(Shape.of(sequences, keys)), "expected padded keys [n=%d, keys=%d], found %s", sequences, keys,
                    padding.shape());
        }
        if (allowed != null) {
            checkPattern(op, allowed.shape(), sequences, heads, queries, keys);
        }
        if (additive != null) {
            checkPattern(op, additive.shape(), sequences, heads, queries, keys);
        }
    }

    private static void checkPattern(Operation op, Shape found, int sequences, int heads, int queries, int keys) {
        boolean fits = found.rank() >= 2 && found.rank() <= 4 && found.dimension(-1) == keys && found.dimension(-2) == queries;
        for (int axis = 0; fits && axis < found.rank() - 2; axis++) {
            fits = found.dimension(axis) == 1 || found.dimension(axis) == (axis == 0 ? sequences : heads);
        }
        if (!fits) { // the shapes of the message are made only for an error
            Shape whole = Shape.of(sequences, heads, queries, keys);
            op.require(false, "expected a mask %s, %s or %s ([queries, keys], one for each sequence, or one for each head), found %s",
                    whole.without(1).without(0), whole.without(1), whole, found);
        }
    }

    /** How many keys, from the first one on, a query may look at; the others are not looked at even by the rest of the conditions. */
    int limit(int n, int query, int queries, int keys) {
        int limit = lengths == null ? keys : lengths.get(n);
        return causal ? Math.clamp(query + 1L + keys - queries, 0, limit) : limit;
    }

    /** Whether {@link #apply} does anything. */
    boolean changesScores() {
        return padding != null || allowed != null || additive != null;
    }

    /** Adds to the scores of one query with the keys {@code from} to {@code to}, of which the first lies at {@code at}; forbidden ones become −∞. */
    void apply(AttentionInputs in, int n, int head, int query, float[] scores, int at, int from, int to) {
        if (additive != null) {
            float[] added = additive.array();
            int row = row(additive.shape(), in, n, head, query);
            for (int key = from; key < to; key++) {
                scores[at - from + key] += added[row + key];
            }
        }
        if (allowed != null) {
            forbid(scores, at, from, to, allowed.array(), row(allowed.shape(), in, n, head, query), true);
        }
        if (padding != null) {
            forbid(scores, at, from, to, padding.array(), n * in.keys(), false);
        }
    }

    private static void forbid(float[] scores, int at, int from, int to, int[] flags, int row, boolean allowedIfSet) {
        for (int key = from; key < to; key++) {
            if (flags[row + key] != 0 != allowedIfSet) {
                scores[at - from + key] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** Where the row of a query begins in a mask of this shape. */
    private static int row(Shape shape, AttentionInputs in, int n, int head, int query) {
        return (slice(shape, n, head, in.heads()) * in.queries() + query) * in.keys();
    }

    /** Which of the matrices [queries, keys] of a mask of this shape belongs to a head of a sequence. */
    private static int slice(Shape shape, int n, int head, int heads) {
        int sequence = shape.rank() == 2 || shape.dimension(0) == 1 ? 0 : n;
        return shape.rank() < 4 || shape.dimension(1) == 1 ? sequence : sequence * heads + head;
    }

    /** What is added to the scores, if anything is. */
    @Nullable Tensor added() {
        return additive;
    }

    /** Which of the matrices [queries, keys] of what is added belongs to a head of a sequence. */
    int sliceOfAdded(int n, int head, int heads) {
        return additive == null ? 0 : slice(additive.shape(), n, head, heads);
    }
}
