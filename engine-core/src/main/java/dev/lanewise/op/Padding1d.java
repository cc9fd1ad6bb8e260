package dev.lanewise.op;

/** How many positions are put before and behind a sequence, and what is in them. */
public record Padding1d(int before, int behind, PaddingMode mode) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 0
     */
    public Padding1d {
        if (before < 0 || behind < 0) {
            throw new IllegalArgumentException("padding: expected numbers of at least 0, found " + before + " before and " + behind
                    + " behind");
        }
    }

    /** Equally many on both sides. */
    public static Padding1d of(int padding, PaddingMode mode) {
        return new Padding1d(padding, padding, mode);
    }

    /**
     * Zeros such that a window that moves by one position has as many places as the sequence has positions; of an odd number of them
     * there is one more behind, as in PyTorch.
     *
     * @throws IllegalArgumentException if the window moves by more than one position
     */
    public static Padding1d same(Window1d window) {
        Padding2d padding = Padding2d.same(window.asRow());
        return new Padding1d(padding.left(), padding.right(), PaddingMode.ZEROS);
    }
}
