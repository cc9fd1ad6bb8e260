package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.WindowKernels;

/** One element of the window after the other, along whole rows: loops that the JIT vectorizes. */
interface ScalarWindowKernels extends WindowKernels {

    @Override
    default void windowSums(int rows, int columns, int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int xFrom,
            int xPitch, float[] y, int yFrom, int yPitch) {
        for (int row = 0; row < rows; row++) {
            int to = yFrom + row * yPitch;
            for (int c = 0; c < columns; c++) {
                y[to + c] = 0f;
            }
            for (int k = 0; k < elements; k++) {
                addProducts(weight[weightFrom + k], x, xFrom + row * xPitch + offsets[k], y, to, columns);
            }
        }
    }

    private static void addProducts(float factor, float[] x, int from, float[] y, int to, int n) {
        for (int i = 0; i < n; i++) {
            y[to + i] = FusedMultiplyAdd.fma(factor, x[from + i], y[to + i]);
        }
    }

    @Override
    default void windowMaxima(int rows, int columns, int elements, int[] offsets, float[] x, int xFrom, int xPitch, float[] y, int yFrom,
            int yPitch) {
        for (int row = 0; row < rows; row++) {
            int to = yFrom + row * yPitch;
            System.arraycopy(x, xFrom + row * xPitch + offsets[0], y, to, columns);
            for (int k = 1; k < elements; k++) {
                int from = xFrom + row * xPitch + offsets[k];
                for (int c = 0; c < columns; c++) {
                    y[to + c] = Math.max(y[to + c], x[from + c]);
                }
            }
        }
    }

    @Override
    default void splitPairs(float[] x, int from, int pairs, float[] plane, int evenAt, int oddAt) {
        for (int i = 0; i < pairs; i++) {
            plane[evenAt + i] = x[from + 2 * i];
            plane[oddAt + i] = x[from + 2 * i + 1];
        }
    }

    @Override
    default void joinPairs(float[] plane, int evenAt, int oddAt, int pairs, float[] x, int to) {
        for (int i = 0; i < pairs; i++) {
            x[to + 2 * i] = plane[evenAt + i];
            x[to + 2 * i + 1] = plane[oddAt + i];
        }
    }

    @Override
    default void giveToMaxima(int n, float[] x, int xFrom, float[] y, float[] dy, float[] dx) {
        for (int i = 0; i < n; i++) {
            if (x[xFrom + i] == y[i]) {
                dx[xFrom + i] += dy[i];
                y[i] = Float.NaN;
            }
        }
    }

    @Override
    default void copyWindowRows(int places, int height, int width, float[] x, int from, int xPitch, float[] rows, int at, int step) {
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                System.arraycopy(x, from + i * xPitch + j, rows, at + (i * width + j) * step, places);
            }
        }
    }
}
