package dev.lanewise.train;

/** How many times a training goes through its data. */
public record Epochs(int count) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Epochs {
        if (count < 1) {
            throw new IllegalArgumentException("epochs: expected at least 1, found " + count);
        }
    }
}
