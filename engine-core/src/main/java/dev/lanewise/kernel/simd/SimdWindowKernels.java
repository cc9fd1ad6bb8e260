package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.lanewise.kernel.WindowKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/*
 * Vectors run along the places of a row. The last vector of a row overlaps the one before it, since writing a result twice does no harm;
 * rows that are shorter than a vector are plain code.
 */
/** Four vectors of places at a time, so that the chains of sums hide each other's latency; then one at a time. */
interface SimdWindowKernels extends WindowKernels {

    @Override
    default void windowSums(int rows, int columns, int elements, float[] weight, int weightFrom, int[] offsets, float[] x, int xFrom,
            int xPitch, float[] y, int yFrom, int yPitch) {
        for (int row = 0; row < rows; row++) {
            int from = xFrom + row * xPitch;
            int to = yFrom + row * yPitch;
            int c = 0;
            for (; c <= columns - 4 * Lanes.COUNT; c += 4 * Lanes.COUNT) {
                WindowVectors.sumsOf4(elements, weight, weightFrom, offsets, x, from + c, y, to + c);
            }
            for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
                WindowVectors.sums(elements, weight, weightFrom, offsets, x, from + c, y, to + c);
            }
            if (c < columns && columns >= Lanes.COUNT) {
                int last = columns - Lanes.COUNT;
                WindowVectors.sums(elements, weight, weightFrom, offsets, x, from + last, y, to + last);
            } else {
                for (; c < columns; c++) {
                    y[to + c] = WindowVectors.sum(elements, weight, weightFrom, offsets, x, from + c);
                }
            }
        }
    }

    @Override
    default void windowMaxima(int rows, int columns, int elements, int[] offsets, float[] x, int xFrom, int xPitch, float[] y, int yFrom,
            int yPitch) {
        for (int row = 0; row < rows; row++) {
            int from = xFrom + row * xPitch;
            int to = yFrom + row * yPitch;
            int c = 0;
            for (; c <= columns - Lanes.COUNT; c += Lanes.COUNT) {
                WindowVectors.maxima(elements, offsets, x, from + c, y, to + c);
            }
            if (c < columns && columns >= Lanes.COUNT) {
                WindowVectors.maxima(elements, offsets, x, from + columns - Lanes.COUNT, y, to + columns - Lanes.COUNT);
            } else {
                for (; c < columns; c++) {
                    y[to + c] = WindowVectors.maximum(elements, offsets, x, from + c);
                }
            }
        }
    }

    @Override
    default void splitPairs(float[] x, int from, int pairs, float[] plane, int evenAt, int oddAt) {
        int i = 0;
        for (; i <= pairs - Lanes.COUNT; i += Lanes.COUNT) {
            WindowVectors.split(x, from + 2 * i, plane, evenAt + i, oddAt + i);
        }
        for (; i < pairs; i++) {
            plane[evenAt + i] = x[from + 2 * i];
            plane[oddAt + i] = x[from + 2 * i + 1];
        }
    }

    @Override
    default void joinPairs(float[] plane, int evenAt, int oddAt, int pairs, float[] x, int to) {
        int i = 0;
        for (; i <= pairs - Lanes.COUNT; i += Lanes.COUNT) {
            WindowVectors.join(plane, evenAt + i, oddAt + i, x, to + 2 * i);
        }
        for (; i < pairs; i++) {
            x[to + 2 * i] = plane[evenAt + i];
            x[to + 2 * i + 1] = plane[oddAt + i];
        }
    }

    @Override
    default void giveToMaxima(int n, float[] x, int xFrom, float[] y, float[] dy, float[] dx) {
        FloatVector nothing = FloatVector.broadcast(FLOATS, Float.NaN);
        int i = 0;
        for (; i <= n - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector largest = fromArray(FLOATS, y, i);
            VectorMask<Float> equal = fromArray(FLOATS, x, xFrom + i).eq(largest);
            FloatVector before = fromArray(FLOATS, dx, xFrom + i);
            before.blend(before.add(fromArray(FLOATS, dy, i)), equal).intoArray(dx, xFrom + i);
            largest.blend(nothing, equal).intoArray(y, i);
        }
        for (; i < n; i++) {
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
                WindowVectors.copy(places, x, from + i * xPitch + j, rows, at + (i * width + j) * step);
            }
        }
    }
}
