package dev.lanewise.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row times a matrix. Each element of the matrix is used once, so these run at the speed of the memory it lies in; what matters is
 * to read it in few long streams.
 */
final class RowProducts {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int LANES = Lanes.COUNT;

    private RowProducts() {}

    /* y grows by four rows of the matrix at a time: four streams in order, and one load and store of y for four multiply-adds. */
    static void timesMatrix(
            int depth, int columns, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        Arrays.fill(y, yOffset, yOffset + columns, 0f);
        int k = 0;
        for (; k <= depth - 4; k += 4) {
            int xk = xOffset + k * xStride;
            addFourRows(
                    columns, x[xk], x[xk + xStride], x[xk + 2 * xStride], x[xk + 3 * xStride],
                    b, bOffset + k * bStride, bStride, y, yOffset);
        }
        for (; k < depth; k++) {
            addRow(columns, x[xOffset + k * xStride], b, bOffset + k * bStride, y, yOffset);
        }
    }

    private static void addFourRows(
            int columns, float x0, float x1, float x2, float x3, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        FloatVector v0 = FloatVector.broadcast(FLOATS, x0);
        FloatVector v1 = FloatVector.broadcast(FLOATS, x1);
        FloatVector v2 = FloatVector.broadcast(FLOATS, x2);
        FloatVector v3 = FloatVector.broadcast(FLOATS, x3);
        int b1 = bOffset + bStride;
        int b2 = b1 + bStride;
        int b3 = b2 + bStride;
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            FloatVector sum = FloatVector.fromArray(FLOATS, y, yOffset + j);
            sum = FloatVector.fromArray(FLOATS, b, bOffset + j).fma(v0, sum);
            sum = FloatVector.fromArray(FLOATS, b, b1 + j).fma(v1, sum);
            sum = FloatVector.fromArray(FLOATS, b, b2 + j).fma(v2, sum);
            FloatVector.fromArray(FLOATS, b, b3 + j).fma(v3, sum).intoArray(y, yOffset + j);
        }
        if (j < columns) {
            VectorMask<Float> rest = FLOATS.indexInRange(j, columns);
            FloatVector sum = FloatVector.fromArray(FLOATS, y, yOffset + j, rest);
            sum = FloatVector.fromArray(FLOATS, b, bOffset + j, rest).fma(v0, sum);
            sum = FloatVector.fromArray(FLOATS, b, b1 + j, rest).fma(v1, sum);
            sum = FloatVector.fromArray(FLOATS, b, b2 + j, rest).fma(v2, sum);
            FloatVector.fromArray(FLOATS, b, b3 + j, rest).fma(v3, sum).intoArray(y, yOffset + j, rest);
        }
    }

    private static void addRow(int columns, float x0, float[] b, int bOffset, float[] y, int yOffset) {
        FloatVector v0 = FloatVector.broadcast(FLOATS, x0);
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            FloatVector sum = FloatVector.fromArray(FLOATS, y, yOffset + j);
            FloatVector.fromArray(FLOATS, b, bOffset + j).fma(v0, sum).intoArray(y, yOffset + j);
        }
        for (; j < columns; j++) {
            y[yOffset + j] = Math.fma(x0, b[bOffset + j], y[yOffset + j]);
        }
    }

    /* Eight outputs at a time, each its own chain: scalar, for a first version. */
    static void timesTransposed(
            int depth, int columns, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        int j = 0;
        for (; j <= columns - 8; j += 8) {
            eightChains(depth, x, xOffset, xStride, b, bOffset + j * bStride, bStride, y, yOffset + j);
        }
        for (; j < columns; j++) {
            float sum = 0f;
            for (int k = 0; k < depth; k++) {
                sum = Math.fma(x[xOffset + k * xStride], b[bOffset + j * bStride + k], sum);
            }
            y[yOffset + j] = sum;
        }
    }

    private static void eightChains(
            int depth, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        for (int k = 0; k < depth; k++) {
            float xk = x[xOffset + k * xStride];
            int r = bOffset + k;
            s0 = Math.fma(xk, b[r], s0);
            s1 = Math.fma(xk, b[r + bStride], s1);
            s2 = Math.fma(xk, b[r + 2 * bStride], s2);
            s3 = Math.fma(xk, b[r + 3 * bStride], s3);
            s4 = Math.fma(xk, b[r + 4 * bStride], s4);
            s5 = Math.fma(xk, b[r + 5 * bStride], s5);
            s6 = Math.fma(xk, b[r + 6 * bStride], s6);
            s7 = Math.fma(xk, b[r + 7 * bStride], s7);
        }
        y[yOffset] = s0;
        y[yOffset + 1] = s1;
        y[yOffset + 2] = s2;
        y[yOffset + 3] = s3;
        y[yOffset + 4] = s4;
        y[yOffset + 5] = s5;
        y[yOffset + 6] = s6;
        y[yOffset + 7] = s7;
    }

    static void timesPanels(
            int depth, int columns, float[] x, int xOffset, int xStride,
            float[] panels, int panelsOffset, int panelStride, int width, float[] y, int yOffset) {
        for (int j = 0; j < columns; j += width) {
            timesMatrix(depth, width, x, xOffset, xStride, panels, panelsOffset + j / width * panelStride, width, y, yOffset + j);
        }
    }
}
