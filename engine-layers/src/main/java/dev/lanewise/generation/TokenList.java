package dev.lanewise.generation;

import java.util.Arrays;

/** A sequence of tokens that grows while it is written. */
public final class TokenList {

    private int[] array;
    private int size;

    private TokenList(int[] array) {
        this.array = array;
        this.size = array.length;
    }

    /** These tokens, copied. */
    static TokenList of(int... tokens) {
        return new TokenList(tokens.clone());
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /**
     * The token at this position.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public int get(int position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException("tokens: position " + position + " is outside of " + size + " tokens");
        }
        return array[position];
    }

    /** Whether these are the last tokens, in this order. */
    public boolean endWith(int... tokens) {
        return size >= tokens.length && Arrays.equals(array, size - tokens.length, size, tokens, 0, tokens.length);
    }

    /** The last of the tokens, so many or all, as a copy. */
    public int[] last(int count) {
        return Arrays.copyOfRange(array, Math.max(0, size - count), size);
    }

    /** All tokens, as a copy. */
    public int[] toArray() {
        return Arrays.copyOf(array, size);
    }

    void add(int token) {
        if (size == array.length) {
            array = Arrays.copyOf(array, Math.max(16, size + (size >> 1)));
        }
        array[size++] = token;
    }

    /** The same tokens and one more, apart from these. */
    TokenList and(int token) {
        int[] longer = Arrays.copyOf(array, size + 1);
        longer[size] = token;
        return new TokenList(longer);
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
