package dev.lanewise.op;

/**
 * Splits work on elements, rows or channels over threads. Every part computes outputs of its own, so that the number of parts
 * changes no bit of the result.
 */
final class Ranges {

    /** Works on the positions {@code from} (inclusive) to {@code to} (exclusive). */
    interface Body {
        void run(int from, int to);
    }

    private Ranges() {}

    /** Runs {@code body} over 0 to {@code count}, in parts if {@code count · costPerItem} (in nanoseconds) is worth it. */
    static void forEach(int count, double costPerItem, Body body) {
        body.run(0, count);
    }
}
