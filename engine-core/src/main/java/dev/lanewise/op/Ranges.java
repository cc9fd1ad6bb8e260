package dev.lanewise.op;

import dev.lanewise.parallel.Parallel;

/**
 * Splits work on elements, rows or channels over threads. Every part computes outputs of its own, so that the number of parts
 * changes no bit of the result.
 */
final class Ranges {

    /** Some more parts than threads, so that a thread that lost its processor for a moment holds up little. */
    private static final int PARTS_PER_THREAD = 4;

    /** Works on the positions {@code from} (inclusive) to {@code to} (exclusive). */
    interface Body {
        void run(int from, int to);
    }

    private Ranges() {}

    /** Runs {@code body} over 0 to {@code count}, in parts if {@code count · costPerItem} (in nanoseconds) is worth it. */
    static void forEach(int count, double costPerItem, Body body) {
        long nanoseconds = (long) (count * costPerItem);
        int threads = Parallel.threads();
        if (threads == 1 || nanoseconds < Parallel.WORTH_SPLITTING) {
            body.run(0, count);
            return;
        }
        int parts = (int) Math.min(count, Math.min((long) threads * PARTS_PER_THREAD, nanoseconds / (Parallel.WORTH_SPLITTING / 2)));
        Parallel.forEach(parts, (index, scratch) -> body.run(boundary(count, index, parts), boundary(count, index + 1, parts)));
    }

    private static int boundary(int count, int index, int parts) {
        return (int) ((long) count * index / parts);
    }
}
