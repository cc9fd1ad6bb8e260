package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.RecurrentKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The cells of recurrent networks on vectors. */
interface SimdRecurrentKernels extends RecurrentKernels {

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(Lanes.FLOATS, x, at);
    }

    @Override
    default void lstmCell(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] cell, int cellAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            int i = gatesAt + j;
            FloatVector added = load(gates, i).mul(load(gates, i + 2 * n));
            load(gates, i + n).fma(load(before, beforeAt + j), added).intoArray(cell, cellAt + j);
        }
        for (; j < n; j++) {
            int i = gatesAt + j;
            cell[cellAt + j] = Math.fma(gates[i + n], before[beforeAt + j], gates[i] * gates[i + 2 * n]);
        }
    }

    @Override
    default void lstmGradient(int n, boolean relu, float[] gates, int gatesAt, float[] before, int beforeAt, float[] activated,
            int activatedAt, float[] dHidden, int dHiddenAt, float[] dCell, int dCellAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            int at = gatesAt + j;
            FloatVector dh = load(dHidden, dHiddenAt + j);
            FloatVector a = load(activated, activatedAt + j);
            FloatVector o = load(gates, at + 3 * n);
            FloatVector dc = dh.mul(o).fma(slope(a, relu), load(dCell, dCellAt + j));
            FloatVector f = load(gates, at + n);
            dc.mul(f).intoArray(dCell, dCellAt + j);
            dc.mul(load(before, beforeAt + j)).mul(f.sub(f.mul(f))).intoArray(gates, at + n);
            dh.mul(a).mul(o.sub(o.mul(o))).intoArray(gates, at + 3 * n);
            FloatVector i = load(gates, at);
            FloatVector g = load(gates, at + 2 * n);
            dc.mul(g).mul(i.sub(i.mul(i))).intoArray(gates, at);
            dc.mul(i).mul(slope(g, relu)).intoArray(gates, at + 2 * n);
        }
        for (; j < n; j++) {
            int at = gatesAt + j;
            float i = gates[at];
            float f = gates[at + n];
            float g = gates[at + 2 * n];
            float o = gates[at + 3 * n];
            float a = activated[activatedAt + j];
            float dh = dHidden[dHiddenAt + j];
            float dc = Math.fma(dh * o, slope(a, relu), dCell[dCellAt + j]);
            dCell[dCellAt + j] = dc * f;
            gates[at] = dc * g * (i - i * i);
            gates[at + n] = dc * before[beforeAt + j] * (f - f * f);
            gates[at + 2 * n] = dc * i * slope(g, relu);
            gates[at + 3 * n] = dh * a * (o - o * o);
        }
    }

    private static FloatVector slope(FloatVector a, boolean relu) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        return relu
                ? FloatVector.zero(Lanes.FLOATS).blend(one, a.compare(VectorOperators.GT, 0f))
                : a.neg().fma(a, one);
    }

    private static float slope(float a, boolean relu) {
        return relu ? a > 0 ? 1f : 0f : Math.fma(-a, a, 1f);
    }

    @Override
    default void productOfRows(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            load(a, aAt + j).mul(load(b, bAt + j)).intoArray(y, yAt + j);
        }
        for (; j < n; j++) {
            y[yAt + j] = a[aAt + j] * b[bAt + j];
        }
    }

    @Override
    default void addToRow(int n, float[] x, int xAt, float[] y, int yAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            load(y, yAt + j).add(load(x, xAt + j)).intoArray(y, yAt + j);
        }
        for (; j < n; j++) {
            y[yAt + j] += x[xAt + j];
        }
    }
}
