package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

import dev.lanewise.kernel.RecurrentKernels;

/** The cells of recurrent networks as plain loops. */
interface ScalarRecurrentKernels extends RecurrentKernels {

    @Override
    default void lstmCell(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] cell, int cellAt) {
        for (int j = 0; j < n; j++) {
            int i = gatesAt + j;
            cell[cellAt + j] = fma(gates[i + n], before[beforeAt + j], gates[i] * gates[i + 2 * n]);
        }
    }

    @Override
    default void lstmGradient(int n, boolean relu, float[] gates, int gatesAt, float[] before, int beforeAt, float[] activated,
            int activatedAt, float[] dHidden, int dHiddenAt, float[] dCell, int dCellAt) {
        for (int j = 0; j < n; j++) {
            int at = gatesAt + j;
            float i = gates[at];
            float f = gates[at + n];
            float g = gates[at + 2 * n];
            float o = gates[at + 3 * n];
            float a = activated[activatedAt + j];
            float dh = dHidden[dHiddenAt + j];
            float slopeOfA = relu ? a > 0 ? 1f : 0f : fma(-a, a, 1f);
            float slopeOfG = relu ? g > 0 ? 1f : 0f : fma(-g, g, 1f);
            float dc = fma(dh * o, slopeOfA, dCell[dCellAt + j]);
            dCell[dCellAt + j] = dc * f;
            gates[at] = dc * g * (i - i * i);
            gates[at + n] = dc * before[beforeAt + j] * (f - f * f);
            gates[at + 2 * n] = dc * i * slopeOfG;
            gates[at + 3 * n] = dh * a * (o - o * o);
        }
    }

    @Override
    default void productOfRows(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] = a[aAt + j] * b[bAt + j];
        }
    }

    @Override
    default void addToRow(int n, float[] x, int xAt, float[] y, int yAt) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] += x[xAt + j];
        }
    }
}
