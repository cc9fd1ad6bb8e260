package dev.lanewise.kernel;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

/**
 * The contract of {@link RecurrentKernels} as plain loops over the elements from {@code from} on: all of them, or those that fill no vector.
 */
public final class RecurrentCells {

    private RecurrentCells() {}

    /** See {@link RecurrentKernels#lstmCell}. */
    public static void lstmCell(int from, int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] cell, int cellAt) {
        for (int j = from; j < n; j++) {
            int i = gatesAt + j;
            cell[cellAt + j] = fma(gates[i + n], before[beforeAt + j], gates[i] * gates[i + 2 * n]);
        }
    }

    /** See {@link RecurrentKernels#lstmGradient}. */
    public static void lstmGradient(int from, int n, boolean relu, float[] gates, int gatesAt, float[] before, int beforeAt,
            float[] activated, int activatedAt, float[] dHidden, int dHiddenAt, float[] dCell, int dCellAt) {
        for (int j = from; j < n; j++) {
            int at = gatesAt + j;
            float i = gates[at];
            float f = gates[at + n];
            float g = gates[at + 2 * n];
            float o = gates[at + 3 * n];
            float a = activated[activatedAt + j];
            float dh = dHidden[dHiddenAt + j];
            float dc = fma(dh * o, slope(a, relu), dCell[dCellAt + j]);
            dCell[dCellAt + j] = dc * f;
            gates[at] = dc * g * (i - i * i);
            gates[at + n] = dc * before[beforeAt + j] * (f - f * f);
            gates[at + 2 * n] = dc * i * slope(g, relu);
            gates[at + 3 * n] = dh * a * (o - o * o);
        }
    }

    /** See {@link RecurrentKernels#gruCandidate}. */
    public static void gruCandidate(int from, int n, float[] gates, int gatesAt, float[] apart, int apartAt) {
        for (int j = from; j < n; j++) {
            int at = gatesAt + 2 * n + j;
            gates[at] = fma(gates[gatesAt + j], apart[apartAt + 2 * n + j], gates[at]);
        }
    }

    /** See {@link RecurrentKernels#gruState}. */
    public static void gruState(int from, int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] hidden, int hiddenAt) {
        for (int j = from; j < n; j++) {
            float candidate = gates[gatesAt + 2 * n + j];
            hidden[hiddenAt + j] = fma(gates[gatesAt + n + j], before[beforeAt + j] - candidate, candidate);
        }
    }

    /** See {@link RecurrentKernels#gruGradient}. */
    public static void gruGradient(int from, int n, float[] gates, int gatesAt, float[] apart, int apartAt, float[] before, int beforeAt,
            float[] dHidden, int dHiddenAt) {
        for (int j = from; j < n; j++) {
            int at = gatesAt + j;
            float r = gates[at];
            float z = gates[at + n];
            float candidate = gates[at + 2 * n];
            float dh = dHidden[dHiddenAt + j];
            float dn = dh * (1f - z) * slope(candidate, false);
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

    /** See {@link RecurrentKernels#cellGradient}. */
    public static void cellGradient(int from, int n, boolean relu, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt) {
        for (int j = from; j < n; j++) {
            dx[dxAt + j] = dy[dyAt + j] * slope(y[yAt + j], relu);
        }
    }

    /* Of tanh or relu, from its value. */
    private static float slope(float y, boolean relu) {
        return relu ? y > 0 ? 1f : 0f : fma(-y, y, 1f);
    }
}
