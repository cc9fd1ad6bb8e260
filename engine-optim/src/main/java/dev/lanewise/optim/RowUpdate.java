package dev.lanewise.optim;

import dev.lanewise.gradient.RowGradient;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;

/** Updates the rows of a parameter that have a gradient, and reads and writes no others. */
final class RowUpdate {

    private static final int PIECE = 1 << 13; // elements that one thread takes at once, in whole rows
    private static final double NANOSECONDS_PER_ELEMENT = 1.5;

    private RowUpdate() {}

    static void run(Rule rule, float[] weights, float[][] moments, RowGradient gradient, double rate, long step) {
        int width = gradient.rowSize();
        int count = gradient.count();
        if (width == 0) {
            return;
        }
        int rows = Math.max(1, PIECE / width);
        long nanoseconds = (long) (count * width * NANOSECONDS_PER_ELEMENT);
        Parallel.forEach(Math.ceilDiv(count, rows), nanoseconds, (piece, scratch) -> {
            int from = piece * rows;
            update(rule, weights, moments, gradient, from, Math.min(from + rows, count), rate, step, scratch);
        });
    }

    /* The rows side by side, as the rule's loop wants them. */
    private static void update(Rule rule, float[] weights, float[][] moments, RowGradient gradient, int from, int to, double rate,
            long step, Scratch scratch) {
        int width = gradient.rowSize();
        int size = (to - from) * width;
        float[] rowWeights = scratch.floats(0, size);
        float[] rowGradient = scratch.floats(1, size);
        float[][] rowMoments = new float[moments.length][];
        System.arraycopy(gradient.values().array(), from * width, rowGradient, 0, size);
        gather(weights, rowWeights, gradient, from, to);
        for (int k = 0; k < moments.length; k++) {
            rowMoments[k] = scratch.floats(2 + k, size);
            gather(moments[k], rowMoments[k], gradient, from, to);
        }
        rule.update(rowWeights, rowGradient, rowMoments, 0, size, rate, step);
        scatter(rowWeights, weights, gradient, from, to);
        for (int k = 0; k < moments.length; k++) {
            scatter(rowMoments[k], moments[k], gradient, from, to);
        }
    }

    private static void gather(float[] all, float[] some, RowGradient gradient, int from, int to) {
        int width = gradient.rowSize();
        for (int k = from; k < to; k++) {
            System.arraycopy(all, gradient.row(k) * width, some, (k - from) * width, width);
        }
    }

    private static void scatter(float[] some, float[] all, RowGradient gradient, int from, int to) {
        int width = gradient.rowSize();
        for (int k = from; k < to; k++) {
            System.arraycopy(some, (k - from) * width, all, gradient.row(k) * width, width);
        }
    }
}
