package dev.lanewise.op;

import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.Operand;

/**
 * Some rows of a stored matrix, in runs, as the terms of a product: its vectors are the columns of these rows. So a sum over time steps is
 * one product, without a copy of the rows that take part.
 */
final class RowRuns implements Operand {

    private final float[] array;
    private final int stride;
    private final int[] first; // the stored row that each run begins with
    private final int[] start; // the term that each run begins with, and in the end their number
    private int runs;

    RowRuns(float[] array, int stride, int mostRuns) {
        this.array = array;
        this.stride = stride;
        this.first = new int[mostRuns];
        this.start = new int[mostRuns + 1];
    }

    /** Adds rows {@code row} to {@code row + count} behind those before. */
    void add(int row, int count) {
        if (count == 0) {
            return;
        }
        int end = start[runs];
        if (runs > 0 && first[runs - 1] + end - start[runs - 1] == row) {
            start[runs] = end + count;
        } else {
            first[runs++] = row;
            start[runs] = end + count;
        }
    }

    /** How many rows there are. */
    int rows() {
        return start[runs];
    }

    @Override
    public void pack(int vector, int count, int depthStart, int depth, float[] panel, int panelOffset, int width) {
        int run = 0;
        int d = 0;
        while (d < depth) {
            while (start[run + 1] <= depthStart + d) {
                run++;
            }
            int within = depthStart + d - start[run];
            int length = Math.min(depth - d, start[run + 1] - start[run] - within);
            Matrix.columns(array, (first[run] + within) * stride, stride)
                    .pack(vector, count, 0, length, panel, panelOffset + d * width, width);
            d += length;
        }
    }
}
