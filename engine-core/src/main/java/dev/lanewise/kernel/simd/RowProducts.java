package dev.lanewise.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row times a matrix. Each element of the matrix is used once, so these run at the speed of the memory it lies in; what matters is
 * to read it in few long streams.
 */
final class RowProducts {

    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final int LANES = Lanes.COUNT;

    private RowProducts() {}

    /*
     * y grows by four rows of the matrix at a time: four streams in order, and one load and store of y for four multiply-adds; with four rows
     * of y at a time, the four of the matrix stay in the first-level cache for all of them.
     */
    static void timesMatrix(
            int rows, int depth, int columns, float[] x, int xOffset, int xRowStride, int xStride, float[] b, int bOffset, int bStride,
            float[] y, int yOffset, int yStride) {
        for (int i = 0; i < rows; i++) {
            Arrays.fill(y, yOffset + i * yStride, yOffset + i * yStride + columns, 0f);
        }
        int k = 0;
        for (; k <= depth - 4; k += 4) {
            int bAt = bOffset + k * bStride;
            int i = 0;
            for (; i <= rows - 4; i += 4) {
                addFourRowsToFour(columns, x, xOffset + i * xRowStride + k * xStride, xRowStride, xStride, b, bAt, bStride,
                        y, yOffset + i * yStride, yStride);
            }
            for (; i < rows; i++) {
                addFourRows(columns, x, xOffset + i * xRowStride + k * xStride, xStride, b, bAt, bStride, y, yOffset + i * yStride);
            }
        }
        for (; k < depth; k++) {
            for (int i = 0; i < rows; i++) {
                addRow(columns, x[xOffset + i * xRowStride + k * xStride], b, bOffset + k * bStride, y, yOffset + i * yStride);
            }
        }
    }

    private static void addFourRowsToFour(
            int columns, float[] x, int xOffset, int xRowStride, int xStride, float[] b, int bOffset, int bStride,
            float[] y, int yOffset, int yStride) {
        int x0At = xOffset;
        int x1At = xOffset + xRowStride;
        int x2At = xOffset + 2 * xRowStride;
        int x3At = xOffset + 3 * xRowStride;
        FloatVector x00 = FloatVector.broadcast(FLOATS, x[x0At]);
        FloatVector x01 = FloatVector.broadcast(FLOATS, x[x0At + xStride]);
        FloatVector x02 = FloatVector.broadcast(FLOATS, x[x0At + 2 * xStride]);
        FloatVector x03 = FloatVector.broadcast(FLOATS, x[x0At + 3 * xStride]);
        FloatVector x10 = FloatVector.broadcast(FLOATS, x[x1At]);
        FloatVector x11 = FloatVector.broadcast(FLOATS, x[x1At + xStride]);
        FloatVector x12 = FloatVector.broadcast(FLOATS, x[x1At + 2 * xStride]);
        FloatVector x13 = FloatVector.broadcast(FLOATS, x[x1At + 3 * xStride]);
        FloatVector x20 = FloatVector.broadcast(FLOATS, x[x2At]);
        FloatVector x21 = FloatVector.broadcast(FLOATS, x[x2At + xStride]);
        FloatVector x22 = FloatVector.broadcast(FLOATS, x[x2At + 2 * xStride]);
        FloatVector x23 = FloatVector.broadcast(FLOATS, x[x2At + 3 * xStride]);
        FloatVector x30 = FloatVector.broadcast(FLOATS, x[x3At]);
        FloatVector x31 = FloatVector.broadcast(FLOATS, x[x3At + xStride]);
        FloatVector x32 = FloatVector.broadcast(FLOATS, x[x3At + 2 * xStride]);
        FloatVector x33 = FloatVector.broadcast(FLOATS, x[x3At + 3 * xStride]);
        int b1At = bOffset + bStride;
        int b2At = b1At + bStride;
        int b3At = b2At + bStride;
        int y1At = yOffset + yStride;
        int y2At = y1At + yStride;
        int y3At = y2At + yStride;
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            FloatVector b0 = FloatVector.fromArray(FLOATS, b, bOffset + j);
            FloatVector b1 = FloatVector.fromArray(FLOATS, b, b1At + j);
            FloatVector b2 = FloatVector.fromArray(FLOATS, b, b2At + j);
            FloatVector b3 = FloatVector.fromArray(FLOATS, b, b3At + j);
            FloatVector y0 = FloatVector.fromArray(FLOATS, y, yOffset + j);
            b3.fma(x03, b2.fma(x02, b1.fma(x01, b0.fma(x00, y0)))).intoArray(y, yOffset + j);
            FloatVector y1 = FloatVector.fromArray(FLOATS, y, y1At + j);
            b3.fma(x13, b2.fma(x12, b1.fma(x11, b0.fma(x10, y1)))).intoArray(y, y1At + j);
            FloatVector y2 = FloatVector.fromArray(FLOATS, y, y2At + j);
            b3.fma(x23, b2.fma(x22, b1.fma(x21, b0.fma(x20, y2)))).intoArray(y, y2At + j);
            FloatVector y3 = FloatVector.fromArray(FLOATS, y, y3At + j);
            b3.fma(x33, b2.fma(x32, b1.fma(x31, b0.fma(x30, y3)))).intoArray(y, y3At + j);
        }
        if (j < columns) {
            for (int i = 0; i < 4; i++) {
                addFourRows(
                        columns - j, x, xOffset + i * xRowStride, xStride, b, bOffset + j, bStride, y, yOffset + i * yStride + j);
            }
        }
    }

    private static void addFourRows(
            int columns, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        FloatVector x0 = FloatVector.broadcast(FLOATS, x[xOffset]);
        FloatVector x1 = FloatVector.broadcast(FLOATS, x[xOffset + xStride]);
        FloatVector x2 = FloatVector.broadcast(FLOATS, x[xOffset + 2 * xStride]);
        FloatVector x3 = FloatVector.broadcast(FLOATS, x[xOffset + 3 * xStride]);
        int b1 = bOffset + bStride;
        int b2 = b1 + bStride;
        int b3 = b2 + bStride;
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            FloatVector sum = FloatVector.fromArray(FLOATS, y, yOffset + j);
            sum = FloatVector.fromArray(FLOATS, b, bOffset + j).fma(x0, sum);
            sum = FloatVector.fromArray(FLOATS, b, b1 + j).fma(x1, sum);
            sum = FloatVector.fromArray(FLOATS, b, b2 + j).fma(x2, sum);
            FloatVector.fromArray(FLOATS, b, b3 + j).fma(x3, sum).intoArray(y, yOffset + j);
        }
        for (; j < columns; j++) {
            float sum = Math.fma(b[bOffset + j], x[xOffset], y[yOffset + j]);
            sum = Math.fma(b[b1 + j], x[xOffset + xStride], sum);
            sum = Math.fma(b[b2 + j], x[xOffset + 2 * xStride], sum);
            y[yOffset + j] = Math.fma(b[b3 + j], x[xOffset + 3 * xStride], sum);
        }
    }

    private static void addRow(int columns, float x0, float[] b, int bOffset, float[] y, int yOffset) {
        for (int j = 0; j < columns; j++) {
            y[yOffset + j] = Math.fma(x0, b[bOffset + j], y[yOffset + j]);
        }
    }

    /* Sums stay in registers for a whole panel; four chains at a time, since each of its own would wait for every multiply-add. */
    static void timesPanels(
            int depth, int columns, float[] x, int xOffset, int xStride,
            float[] panels, int panelsOffset, int panelStride, float[] y, int yOffset) {
        int panel = panelsOffset;
        int j = 0;
        for (; j <= columns - 2 * TileShape.COLUMNS; j += 2 * TileShape.COLUMNS) {
            timesTwoPanels(depth, x, xOffset, xStride, panels, panel, panel + panelStride, y, yOffset + j);
            panel += 2 * panelStride;
        }
        for (; j < columns; j += TileShape.COLUMNS) {
            timesPanel(depth, x, xOffset, xStride, panels, panel, y, yOffset + j);
            panel += panelStride;
        }
    }

    private static void timesTwoPanels(
            int depth, float[] x, int xOffset, int xStride, float[] panels, int first, int second, float[] y, int yOffset) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, y, yOffset);
        FloatVector s1 = FloatVector.fromArray(FLOATS, y, yOffset + LANES);
        FloatVector s2 = FloatVector.fromArray(FLOATS, y, yOffset + TileShape.COLUMNS);
        FloatVector s3 = FloatVector.fromArray(FLOATS, y, yOffset + TileShape.COLUMNS + LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector xk = FloatVector.broadcast(FLOATS, x[xOffset + k * xStride]);
            int p = first + k * TileShape.COLUMNS;
            int q = second + k * TileShape.COLUMNS;
            s0 = FloatVector.fromArray(FLOATS, panels, p).fma(xk, s0);
            s1 = FloatVector.fromArray(FLOATS, panels, p + LANES).fma(xk, s1);
            s2 = FloatVector.fromArray(FLOATS, panels, q).fma(xk, s2);
            s3 = FloatVector.fromArray(FLOATS, panels, q + LANES).fma(xk, s3);
        }
        s0.intoArray(y, yOffset);
        s1.intoArray(y, yOffset + LANES);
        s2.intoArray(y, yOffset + TileShape.COLUMNS);
        s3.intoArray(y, yOffset + TileShape.COLUMNS + LANES);
    }

    private static void timesPanel(int depth, float[] x, int xOffset, int xStride, float[] panels, int panel, float[] y, int yOffset) {
        FloatVector s0 = FloatVector.fromArray(FLOATS, y, yOffset);
        FloatVector s1 = FloatVector.fromArray(FLOATS, y, yOffset + LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector xk = FloatVector.broadcast(FLOATS, x[xOffset + k * xStride]);
            int p = panel + k * TileShape.COLUMNS;
            s0 = FloatVector.fromArray(FLOATS, panels, p).fma(xk, s0);
            s1 = FloatVector.fromArray(FLOATS, panels, p + LANES).fma(xk, s1);
        }
        s0.intoArray(y, yOffset);
        s1.intoArray(y, yOffset + LANES);
    }
}
