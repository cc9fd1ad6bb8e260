package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.WinogradKernels;

/** The steps as they are written. */
interface ScalarWinogradKernels extends WinogradKernels {

    @Override
    default void winogradInput(
            int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep) {
        for (int run = 0; run < runs; run++) {
            int s = from + run * runStep;
            int t = to + run * toRunStep;
            for (int i = 0; i < count; i++, s++, t++) {
                float d1 = x[s + step];
                float d2 = x[s + 2 * step];
                y[t] = x[s] - d2;
                y[t + toStep] = d1 + d2;
                y[t + 2 * toStep] = d2 - d1;
                y[t + 3 * toStep] = d1 - x[s + 3 * step];
            }
        }
    }

    @Override
    default void winogradInputGradient(
            int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep) {
        for (int run = 0; run < runs; run++) {
            int s = from + run * runStep;
            int t = to + run * toRunStep;
            for (int i = 0; i < count; i++, s++, t++) {
                float v0 = x[s];
                float v1 = x[s + step];
                float v2 = x[s + 2 * step];
                float v3 = x[s + 3 * step];
                y[t] += v0;
                y[t + toStep] += v1 - v2 + v3;
                y[t + 2 * toStep] += v1 + v2 - v0;
                y[t + 3 * toStep] -= v3;
            }
        }
    }

    @Override
    default void winogradOutput(
            int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep) {
        for (int run = 0; run < runs; run++) {
            int s = from + run * runStep;
            int t = to + run * toRunStep;
            for (int i = 0; i < count; i++, s++, t++) {
                float m1 = x[s + step];
                float m2 = x[s + 2 * step];
                y[t] = x[s] + m1 + m2;
                y[t + toStep] = m1 - m2 - x[s + 3 * step];
            }
        }
    }

    @Override
    default void winogradOutputGradient(
            int runs, int count, float[] x, int from, int step, int runStep, float[] y, int to, int toStep, int toRunStep) {
        for (int run = 0; run < runs; run++) {
            int s = from + run * runStep;
            int t = to + run * toRunStep;
            for (int i = 0; i < count; i++, s++, t++) {
                float y0 = x[s];
                float y1 = x[s + step];
                y[t] = y0;
                y[t + toStep] = y0 + y1;
                y[t + 2 * toStep] = y0 - y1;
                y[t + 3 * toStep] = -y1;
            }
        }
    }
}
