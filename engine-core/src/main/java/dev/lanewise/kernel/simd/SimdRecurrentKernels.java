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
        if (!relu) {
            j = n - n % Lanes.COUNT;
            gradientOfOutput(j, gates, gatesAt + 3 * n, activated, activatedAt, dHidden, dHiddenAt, dCell, dCellAt);
            gradientOfCell(j, n, gates, gatesAt, before, beforeAt, dCell, dCellAt);
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

    /* Two passes, since one method with all of it is more than the JIT inlines (see VectorApproximations): here h = o·a(c). */
    private static void gradientOfOutput(
            int end, float[] o, int oAt, float[] activated, int activatedAt, float[] dHidden, int dHiddenAt, float[] dCell, int dCellAt) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        for (int j = 0; j < end; j += Lanes.COUNT) {
            FloatVector dh = load(dHidden, dHiddenAt + j);
            FloatVector a = load(activated, activatedAt + j);
            FloatVector gate = load(o, oAt + j);
            dh.mul(gate).fma(a.neg().fma(a, one), load(dCell, dCellAt + j)).intoArray(dCell, dCellAt + j);
            dh.mul(a).mul(gate.sub(gate.mul(gate))).intoArray(o, oAt + j);
        }
    }

    /* c = f·before + i·g */
    private static void gradientOfCell(int end, int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] dCell, int dCellAt) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        for (int j = 0; j < end; j += Lanes.COUNT) {
            int at = gatesAt + j;
            FloatVector dc = load(dCell, dCellAt + j);
            FloatVector f = load(gates, at + n);
            dc.mul(f).intoArray(dCell, dCellAt + j);
            dc.mul(load(before, beforeAt + j)).mul(f.sub(f.mul(f))).intoArray(gates, at + n);
            FloatVector i = load(gates, at);
            FloatVector g = load(gates, at + 2 * n);
            dc.mul(g).mul(i.sub(i.mul(i))).intoArray(gates, at);
            dc.mul(i).mul(g.neg().fma(g, one)).intoArray(gates, at + 2 * n);
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
    default void gruCandidate(int n, float[] gates, int gatesAt, float[] apart, int apartAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            int at = gatesAt + 2 * n + j;
            load(gates, gatesAt + j).fma(load(apart, apartAt + 2 * n + j), load(gates, at)).intoArray(gates, at);
        }
        for (; j < n; j++) {
            int at = gatesAt + 2 * n + j;
            gates[at] = Math.fma(gates[gatesAt + j], apart[apartAt + 2 * n + j], gates[at]);
        }
    }

    @Override
    default void gruState(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] hidden, int hiddenAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            FloatVector candidate = load(gates, gatesAt + 2 * n + j);
            load(gates, gatesAt + n + j).fma(load(before, beforeAt + j).sub(candidate), candidate).intoArray(hidden, hiddenAt + j);
        }
        for (; j < n; j++) {
            float candidate = gates[gatesAt + 2 * n + j];
            hidden[hiddenAt + j] = Math.fma(gates[gatesAt + n + j], before[beforeAt + j] - candidate, candidate);
        }
    }

    @Override
    default void gruGradient(int n, float[] gates, int gatesAt, float[] apart, int apartAt, float[] before, int beforeAt,
            float[] dHidden, int dHiddenAt) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            int at = gatesAt + j;
            int a = apartAt + j;
            FloatVector z = load(gates, at + n);
            FloatVector candidate = load(gates, at + 2 * n);
            FloatVector dh = load(dHidden, dHiddenAt + j);
            FloatVector dn = dh.mul(one.sub(z)).mul(slope(candidate, false));
            FloatVector dz = dh.mul(load(before, beforeAt + j).sub(candidate)).mul(z.sub(z.mul(z)));
            dh.mul(z).intoArray(dHidden, dHiddenAt + j);
            dn.intoArray(gates, at + 2 * n);
            dz.intoArray(gates, at + n);
            dz.intoArray(apart, a + n);
            FloatVector r = load(gates, at);
            FloatVector dr = dn.mul(load(apart, a + 2 * n)).mul(r.sub(r.mul(r)));
            dn.mul(r).intoArray(apart, a + 2 * n);
            dr.intoArray(gates, at);
            dr.intoArray(apart, a);
        }
        for (; j < n; j++) {
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

    @Override
    default void cellGradient(int n, boolean relu, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            load(dy, dyAt + j).mul(slope(load(y, yAt + j), relu)).intoArray(dx, dxAt + j);
        }
        for (; j < n; j++) {
            dx[dxAt + j] = dy[dyAt + j] * slope(y[yAt + j], relu);
        }
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
