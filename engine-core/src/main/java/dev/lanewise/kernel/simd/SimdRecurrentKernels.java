package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.lanewise.kernel.RecurrentCells;
import dev.lanewise.kernel.RecurrentKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The cells of recurrent networks on vectors. */
interface SimdRecurrentKernels extends RecurrentKernels {

    @Override
    default void lstmCell(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] cell, int cellAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            int i = gatesAt + j;
            FloatVector added = fromArray(FLOATS, gates, i).mul(fromArray(FLOATS, gates, i + 2 * n));
            fromArray(FLOATS, gates, i + n).fma(fromArray(FLOATS, before, beforeAt + j), added).intoArray(cell, cellAt + j);
        }
        RecurrentCells.lstmCell(j, n, gates, gatesAt, before, beforeAt, cell, cellAt);
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
        RecurrentCells.lstmGradient(j, n, relu, gates, gatesAt, before, beforeAt, activated, activatedAt, dHidden, dHiddenAt, dCell, dCellAt);
    }

    /* Two passes, since one method with all of it is more than the JIT inlines (see VectorApproximations): here h = o·a(c). */
    private static void gradientOfOutput(
            int end, float[] o, int oAt, float[] activated, int activatedAt, float[] dHidden, int dHiddenAt, float[] dCell, int dCellAt) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (int j = 0; j < end; j += Lanes.COUNT) {
            FloatVector dh = fromArray(FLOATS, dHidden, dHiddenAt + j);
            FloatVector a = fromArray(FLOATS, activated, activatedAt + j);
            FloatVector gate = fromArray(FLOATS, o, oAt + j);
            dh.mul(gate).fma(a.neg().fma(a, one), fromArray(FLOATS, dCell, dCellAt + j)).intoArray(dCell, dCellAt + j);
            dh.mul(a).mul(gate.sub(gate.mul(gate))).intoArray(o, oAt + j);
        }
    }

    /* c = f·before + i·g */
    private static void gradientOfCell(int end, int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] dCell, int dCellAt) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (int j = 0; j < end; j += Lanes.COUNT) {
            int at = gatesAt + j;
            FloatVector dc = fromArray(FLOATS, dCell, dCellAt + j);
            FloatVector f = fromArray(FLOATS, gates, at + n);
            dc.mul(f).intoArray(dCell, dCellAt + j);
            dc.mul(fromArray(FLOATS, before, beforeAt + j)).mul(f.sub(f.mul(f))).intoArray(gates, at + n);
            FloatVector i = fromArray(FLOATS, gates, at);
            FloatVector g = fromArray(FLOATS, gates, at + 2 * n);
            dc.mul(g).mul(i.sub(i.mul(i))).intoArray(gates, at);
            dc.mul(i).mul(g.neg().fma(g, one)).intoArray(gates, at + 2 * n);
        }
    }

    @Override
    default void gruCandidate(int n, float[] gates, int gatesAt, float[] apart, int apartAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            int at = gatesAt + 2 * n + j;
            fromArray(FLOATS, gates, gatesAt + j).fma(fromArray(FLOATS, apart, apartAt + 2 * n + j), fromArray(FLOATS, gates, at))
                    .intoArray(gates, at);
        }
        RecurrentCells.gruCandidate(j, n, gates, gatesAt, apart, apartAt);
    }

    @Override
    default void gruState(int n, float[] gates, int gatesAt, float[] before, int beforeAt, float[] hidden, int hiddenAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            FloatVector candidate = fromArray(FLOATS, gates, gatesAt + 2 * n + j);
            fromArray(FLOATS, gates, gatesAt + n + j).fma(fromArray(FLOATS, before, beforeAt + j).sub(candidate), candidate)
                    .intoArray(hidden, hiddenAt + j);
        }
        RecurrentCells.gruState(j, n, gates, gatesAt, before, beforeAt, hidden, hiddenAt);
    }

    @Override
    default void gruGradient(int n, float[] gates, int gatesAt, float[] apart, int apartAt, float[] before, int beforeAt,
            float[] dHidden, int dHiddenAt) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            int at = gatesAt + j;
            int a = apartAt + j;
            FloatVector z = fromArray(FLOATS, gates, at + n);
            FloatVector candidate = fromArray(FLOATS, gates, at + 2 * n);
            FloatVector dh = fromArray(FLOATS, dHidden, dHiddenAt + j);
            FloatVector dn = dh.mul(one.sub(z)).mul(candidate.neg().fma(candidate, one));
            FloatVector dz = dh.mul(fromArray(FLOATS, before, beforeAt + j).sub(candidate)).mul(z.sub(z.mul(z)));
            dh.mul(z).intoArray(dHidden, dHiddenAt + j);
            dn.intoArray(gates, at + 2 * n);
            dz.intoArray(gates, at + n);
            dz.intoArray(apart, a + n);
            FloatVector r = fromArray(FLOATS, gates, at);
            FloatVector dr = dn.mul(fromArray(FLOATS, apart, a + 2 * n)).mul(r.sub(r.mul(r)));
            dn.mul(r).intoArray(apart, a + 2 * n);
            dr.intoArray(gates, at);
            dr.intoArray(apart, a);
        }
        RecurrentCells.gruGradient(j, n, gates, gatesAt, apart, apartAt, before, beforeAt, dHidden, dHiddenAt);
    }

    @Override
    default void cellGradient(int n, boolean relu, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        FloatVector zero = FloatVector.zero(FLOATS);
        int whole = n - n % Lanes.COUNT;
        int j = 0;
        for (; relu && j < whole; j += Lanes.COUNT) {
            FloatVector slope = zero.blend(one, fromArray(FLOATS, y, yAt + j).compare(VectorOperators.GT, 0f));
            fromArray(FLOATS, dy, dyAt + j).mul(slope).intoArray(dx, dxAt + j);
        }
        for (; j < whole; j += Lanes.COUNT) {
            FloatVector a = fromArray(FLOATS, y, yAt + j);
            fromArray(FLOATS, dy, dyAt + j).mul(a.neg().fma(a, one)).intoArray(dx, dxAt + j);
        }
        RecurrentCells.cellGradient(j, n, relu, y, yAt, dy, dyAt, dx, dxAt);
    }

    @Override
    default void productOfRows(int n, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            fromArray(FLOATS, a, aAt + j).mul(fromArray(FLOATS, b, bAt + j)).intoArray(y, yAt + j);
        }
        for (; j < n; j++) {
            y[yAt + j] = a[aAt + j] * b[bAt + j];
        }
    }

    @Override
    default void addToRow(int n, float[] x, int xAt, float[] y, int yAt) {
        int j = 0;
        for (; j <= n - Lanes.COUNT; j += Lanes.COUNT) {
            fromArray(FLOATS, y, yAt + j).add(fromArray(FLOATS, x, xAt + j)).intoArray(y, yAt + j);
        }
        for (; j < n; j++) {
            y[yAt + j] += x[xAt + j];
        }
    }
}
