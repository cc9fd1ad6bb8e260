package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.RecurrentCells;
import dev.lanewise.kernel.RecurrentKernels;

/** The cells of recurrent networks as plain loops. */
interface ScalarRecurrentKernels extends RecurrentKernels {

    @Override
    default void lstmCell(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] cell, int cellAt) {
        RecurrentCells.lstmCell(0, n, gates, gatesAt, before, beforeAt, cell, cellAt);
    }

    @Override
    default void lstmGradient(int n, boolean relu, float[] gates, int gatesAt, float[] before, int beforeAt, float[] activated,
            int activatedAt, float[] dHidden, int dHiddenAt, float[] dCell, int dCellAt) {
        RecurrentCells.lstmGradient(0, n, relu, gates, gatesAt, before, beforeAt, activated, activatedAt, dHidden, dHiddenAt, dCell, dCellAt);
    }

    @Override
    default void gruCandidate(int n, float[] gates, int gatesAt, float[] apart, int apartAt) {
        RecurrentCells.gruCandidate(0, n, gates, gatesAt, apart, apartAt);
    }

    @Override
    default void gruState(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] hidden, int hiddenAt) {
        RecurrentCells.gruState(0, n, gates, gatesAt, before, beforeAt, hidden, hiddenAt);
    }

    @Override
    default void gruGradient(int n, float[] gates, int gatesAt, float[] apart, int apartAt, float[] before, int beforeAt,
            float[] dHidden, int dHiddenAt) {
        RecurrentCells.gruGradient(0, n, gates, gatesAt, apart, apartAt, before, beforeAt, dHidden, dHiddenAt);
    }

    @Override
    default void cellGradient(int n, boolean relu, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt) {
        RecurrentCells.cellGradient(0, n, relu, y, yAt, dy, dyAt, dx, dxAt);
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
