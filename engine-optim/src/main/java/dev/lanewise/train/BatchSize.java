package dev.lanewise.train;

/** How many examples are learned from at once. */
public record BatchSize(int examples) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public BatchSize {
        if (examples < 1) {
            throw new IllegalArgumentException("batch size: expected at least 1, found " + examples);
        }
    }
}
