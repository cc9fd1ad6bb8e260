package dev.lanewise.generation;

/** Tells when a sequence is complete, before it has its full length. */
@FunctionalInterface
public interface Stop {

    /**
     * Whether to stop after the last of these tokens.
     *
     * @param written the tokens that the model has written, without the prompt; at least one
     */
    boolean after(TokenList written);

    /** Never. */
    static Stop never() {
        return written -> false;
    }

    /** After one of these tokens, such as the one that marks the end of a text. */
    static Stop at(int... tokens) {
        int[] ends = tokens.clone();
        return written -> {
            int last = written.get(written.size() - 1);
            for (int end : ends) {
                if (last == end) {
                    return true;
                }
            }
            return false;
        };
    }

    /**
     * After these tokens in a row, such as those of an empty line.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Stop atSequence(int... tokens) {
        if (tokens.length == 0) {
            throw new IllegalArgumentException("generation: the sequence to stop at is empty; give it tokens, or use Stop.never()");
        }
        int[] sequence = tokens.clone();
        return written -> written.endWith(sequence);
    }

    /** As soon as one of the two says so. */
    default Stop or(Stop other) {
        return written -> after(written) || other.after(written);
    }
}
