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
    default void gruCandidate(int n, float[] gates, int gatesAt, float[] apart, int apartAt) {
        for (int j = 0; j < n; j++) {
            int at = gatesAt + 2 * n + j;
            gates[at] = fma(gates[gatesAt + j], apart[apartAt + 2 * n + j], gates[at]);
        }
    }

    @Override
    default void gruState(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] hidden, int hiddenAt) {
        for (int j = 0; j < n; j++) {
            float candidate = gates[gatesAt + 2 * n + j];
            hidden[hiddenAt + j] = fma(gates[gatesAt + n + j], before[beforeAt + j] - candidate, candidate);
        }
    }

    @Override
    default void gruGradient(int n, float[] gates, int gatesAt, float[] apart, int apartAt, float[] before, int beforeAt,
            float[] dHidden, int dHiddenAt) {
        for (int j = 0; j < n; j++) {
            int at = gatesAt + j;
            float r = gates[at];
            float z = gates[at + n];
            float candidate = gates[at + 2 * n];
            float dh = dHidden[dHiddenAt + j];
            float dn = dh * (1f - z) * fma(-candidate, candidate, 1f);
            float dr = dn * apart[apartAt + 2 * n + j] * (r - r * r);
            float dz = dh * (before[beforeAt + j] - candidate) * (z - z * z);
            gates[at] = dr;
            gates[at + n] = dz;
            gates[at + 2 * n] = dn;
            apart[apartAt + j] = dr;
            apart[apartAt + n + j] = dz;
            apart[apartAt + 2 * n + j] = dn * r;
            dHidden[dHiddenAt + j] = dh * z;
        }
    }

    @Override
    default void cellGradient(int n, boolean relu, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt) {
        for (int j = 0; j < n; j++) {
            float v = y[yAt + j];
            dx[dxAt + j] = dy[dyAt + j] * (relu ? v > 0 ? 1f : 0f : fma(-v, v, 1f));
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
