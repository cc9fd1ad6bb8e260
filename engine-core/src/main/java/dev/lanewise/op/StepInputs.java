package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.Operand;

/**
 * What the gates of all time steps were computed from, as the rows of one matrix that is stored nowhere: behind the features of a step the
 * hidden state before it. Its columns are the vectors of a product, so that the gradients of both weights are one product.
 */
record StepInputs(RecurrentPass pass, float[] x, int features) implements Operand {

    private static final Kernels KERNELS = Kernels.active();
    private static final float[] NO_FEATURES = new float[0];

    /** The states alone. */
    static StepInputs states(RecurrentPass pass) {
        return new StepInputs(pass, NO_FEATURES, 0);
    }

    @Override
    public void pack(int first, int count, int depthStart, int depth, float[] panel, int panelOffset, int width) {
        TimeSteps steps = pass.steps;
        int end = depthStart + depth;
        int t = 0;
        for (int row = depthStart; row < end; ) {
            while (steps.start(t + 1) <= row) {
                t++;
            }
            int carriedEnd = steps.start(t) + steps.carried(t, pass.reverse);
            int runEnd = Math.min(end, row < carriedEnd ? carriedEnd : steps.start(t + 1));
            pack(first, count, t, row, runEnd - row, panel, panelOffset + (row - depthStart) * width, width);
            row = runEnd;
        }
    }

    /* Rows of one time whose states lie side by side. */
    private void pack(int first, int count, int t, int row, int rows, float[] panel, int panelOffset, int width) {
        int ofTime = row - pass.steps.start(t);
        float[] before = pass.before(0, t, ofTime);
        int beforeAt = pass.beforeAt(t, ofTime);
        int stride = pass.hasStateBefore(t, ofTime) ? pass.units : 0;
        if (first >= features) {
            KERNELS.packRows(rows, count, before, beforeAt + first - features, stride, panel, panelOffset, width);
        } else if (first + count <= features) {
            KERNELS.packRows(rows, count, x, row * features + first, features, panel, panelOffset, width);
        } else {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < width; j++) {
                    int column = first + j;
                    panel[panelOffset + i * width + j] = column < features ? x[(row + i) * features + column]
                            : j < count ? before[beforeAt + i * stride + column - features] : 0f;
                }
            }
        }
    }
}
