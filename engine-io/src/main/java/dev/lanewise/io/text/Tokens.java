package dev.lanewise.io.text;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Dataset;
import java.util.Arrays;

/**
 * A corpus as the ids of its tokens, one after the other, for language models.
 *
 * <pre>{@code
 * var tokens = Tokens.of(vocabulary.encode(corpus));
 * Dataset train = tokens.withoutTail(0.1).randomWindows(128, 32 * 500);
 * Dataset test = tokens.tail(0.1).windows(128);                    // [batch, 128] ids, and for each the id that follows
 * }</pre>
 */
public final class Tokens {

    private static final int LARGEST_ID = 1 << 24; // ids travel as floats, and beyond not every whole number is one

    private final int[] ids;
    private final int from;
    private final int to;

    private Tokens(int[] ids, int from, int to) {
        this.ids = ids;
        this.from = from;
        this.to = to;
    }

    /**
     * These ids, which are copied.
     *
     * @throws IllegalArgumentException if one is negative, or above 2²⁴
     */
    public static Tokens of(int... ids) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] > LARGEST_ID) {
                throw new IllegalArgumentException("tokens: expected ids from 0 to 2^24, found " + ids[i] + " at position " + i);
            }
        }
        return new Tokens(ids.clone(), 0, ids.length);
    }

    /** How many there are. */
    public int size() {
        return to - from;
    }

    /** The id at this position. */
    public int get(int position) {
        return ids[from + position];
    }

    /** The ids. */
    public int[] toArray() {
        return Arrays.copyOfRange(ids, from, to);
    }

    /**
     * The last of them: size·share, rounded. Nothing is copied.
     *
     * @param share from 0 to 1
     */
    public Tokens tail(double share) {
        return new Tokens(ids, cut(share), to);
    }

    /** All but {@link #tail}. Nothing is copied. */
    public Tokens withoutTail(double share) {
        return new Tokens(ids, from, cut(share));
    }

    private int cut(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("tokens: expected a share from 0 to 1, found " + share);
        }
        return to - (int) Math.round(size() * share);
    }

    /**
     * Windows side by side, each token being followed once, to judge a model by: inputs {@code [batch, length]} in floats, labels
     * {@code [batch, length]}, of which each is the id after the input at its place. What is left at the end, fewer than {@code length},
     * is left out.
     *
     * @throws IllegalArgumentException if there are not at least {@code length} + 1 tokens
     */
    public Dataset windows(int length) {
        require(length);
        return new TokenWindows(this, length, (size() - 1) / length, TokenWindows.Places.SIDE_BY_SIDE);
    }

    /**
     * Windows that begin anywhere, to train on; otherwise as {@link #windows}. Where they begin is a function of the seed and the epoch of
     * a shuffled order; of seed and epoch 0 in stored order.
     *
     * @param count how many make an epoch
     * @throws IllegalArgumentException if there are not at least {@code length} + 1 tokens, or {@code count} is below 1
     */
    public Dataset randomWindows(int length, int count) {
        require(length);
        if (count < 1) {
            throw new IllegalArgumentException("tokens: expected at least 1 window in an epoch, found " + count);
        }
        return new TokenWindows(this, length, count, TokenWindows.Places.ANYWHERE);
    }

    /**
     * Windows that go on from batch to batch, to train a model on that carries its state ({@link dev.lanewise.train.Trainer#carryState}):
     * each row of a batch has a part of the text of its own, and its window in the next batch begins where this one ends. Otherwise as {@link
     * #windows}. All batches of a pass have the same size; what is left over is left out, at the beginning or the end, which is a function of the
     * seed and the epoch of a shuffled order.
     *
     * @throws IllegalArgumentException if there are not at least {@code length} + 1 tokens; and for batches of more rows than there are windows
     */
    public Dataset consecutiveWindows(int length) {
        require(length);
        return new TokenWindows(this, length, (size() - 1) / length, TokenWindows.Places.CONSECUTIVE);
    }

    private void require(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("tokens: expected windows of at least 1 token, found " + length);
        }
        if (size() <= length) {
            throw new IllegalArgumentException("tokens: windows of " + length + " and the token after them need at least " + (length + 1L)
                    + " tokens, found " + size() + "; use shorter windows, or a longer text");
        }
    }

    /** Writes {@code length} inputs from {@code start} on, and the ids that follow them. */
    void copyWindow(int start, int length, Tensor inputs, IntTensor labels, int offset) {
        float[] in = inputs.array();
        int[] next = labels.array();
        for (int i = 0; i < length; i++) {
            in[offset + i] = ids[from + start + i];
            next[offset + i] = ids[from + start + i + 1];
        }
    }

    /** The ids as the input of a model, {@code [1, size]}. */
    public Tensor input() {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i);
        }
        return Tensor.wrap(Shape.of(1, values.length), values);
    }

    @Override
    public String toString() {
        return size() + " tokens";
    }
}
