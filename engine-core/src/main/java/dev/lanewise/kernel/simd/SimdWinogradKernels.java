package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.WinogradKernels;
import jdk.incubator.vector.FloatVector;

/** Neighbours side by side in a vector. */
interface SimdWinogradKernels extends WinogradKernels {

    @Override
    default void winogradInput(
            int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep) {
        for (int run = 0; run < runs; run++) {
            int s = from + run * runStep;
            int t = to + run * toRunStep;
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector d0 = FloatVector.fromArray(Lanes.FLOATS, x, s + i);
                FloatVector d1 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + step);
                FloatVector d2 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + 2 * step);
                FloatVector d3 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + 3 * step);
                d0.sub(d2).intoArray(y, t + i);
                d1.add(d2).intoArray(y, t + i + toStep);
                d2.sub(d1).intoArray(y, t + i + 2 * toStep);
                d1.sub(d3).intoArray(y, t + i + 3 * toStep);
            }
        }
    }

    @Override
    default void winogradInputGradient(
            int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep) {
        for (int run = 0; run < runs; run++) {
            int s = from + run * runStep;
            int t = to + run * toRunStep;
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector v0 = FloatVector.fromArray(Lanes.FLOATS, x, s + i);
                FloatVector v1 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + step);
                FloatVector v2 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + 2 * step);
                FloatVector v3 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + 3 * step);
                int u = t + i;
                FloatVector.fromArray(Lanes.FLOATS, y, u).add(v0).intoArray(y, u);
                u += toStep;
                FloatVector.fromArray(Lanes.FLOATS, y, u).add(v1.sub(v2).add(v3)).intoArray(y, u);
                u += toStep;
                FloatVector.fromArray(Lanes.FLOATS, y, u).add(v1.add(v2).sub(v0)).intoArray(y, u);
                u += toStep;
                FloatVector.fromArray(Lanes.FLOATS, y, u).sub(v3).intoArray(y, u);
            }
        }
    }

    @Override
    default void winogradOutput(
            int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep) {
        for (int run = 0; run < runs; run++) {
            int s = from + run * runStep;
            int t = to + run * toRunStep;
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector m0 = FloatVector.fromArray(Lanes.FLOATS, x, s + i);
                FloatVector m1 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + step);
                FloatVector m2 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + 2 * step);
                FloatVector m3 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + 3 * step);
                m0.add(m1).add(m2).intoArray(y, t + i);
                m1.sub(m2).sub(m3).intoArray(y, t + i + toStep);
            }
        }
    }

    @Override
    default void winogradOutputGradient(
            int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep) {
        for (int run = 0; run < runs; run++) {
            int s = from + run * runStep;
            int t = to + run * toRunStep;
            for (int i = 0; i < count; i += Lanes.COUNT) {
                FloatVector y0 = FloatVector.fromArray(Lanes.FLOATS, x, s + i);
                FloatVector y1 = FloatVector.fromArray(Lanes.FLOATS, x, s + i + step);
                y0.intoArray(y, t + i);
                y0.add(y1).intoArray(y, t + i + toStep);
                y0.sub(y1).intoArray(y, t + i + 2 * toStep);
                y1.neg().intoArray(y, t + i + 3 * toStep);
            }
        }
    }
}
