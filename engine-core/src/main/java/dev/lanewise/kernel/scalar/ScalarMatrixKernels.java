package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

import dev.lanewise.kernel.MatrixKernels;
import java.util.Arrays;

/*
 * A dot product would be one chain of dependent additions that the JIT may not reorder; adding multiples of a row to a row ("axpy")
 * has independent outputs, and the JIT vectorizes the inner loop by itself. Hence tiles of one long row, four steps of k at a time.
 */
/** The inner parts of a matrix product as plain loops. */
interface ScalarMatrixKernels extends MatrixKernels {

    /** A row of outputs and four rows of the right panel stay in the first-level cache. */
    int WIDEST_TILE = 512;

    ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[WIDEST_TILE]);

    @Override
    default int tileRows() {
        return 1;
    }

    @Override
    default int tileColumns(int n) {
        return Math.clamp(n, 1, WIDEST_TILE);
    }

    @Override
    default void productTile(
            int depth, int columns, float[] left, int leftOffset, float[] right, int rightOffset,
            float[] c, int cOffset, int cStride, float[] bias, int biasOffset, int finish) {
        float[] sums = SUMS.get();
        rowTimesMatrix(depth, columns, left, leftOffset, 1, right, rightOffset, columns, sums, 0);
        MatrixKernels.finish(1, columns, sums, columns, c, cOffset, cStride, bias, biasOffset, finish);
    }

    @Override
    default void rowTimesMatrix(
            int depth, int columns, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        Arrays.fill(y, yOffset, yOffset + columns, 0f);
        int k = 0;
        for (; k <= depth - 4; k += 4) {
            int xk = xOffset + k * xStride;
            addFourRows(
                    columns, x[xk], x[xk + xStride], x[xk + 2 * xStride], x[xk + 3 * xStride], b, bOffset + k * bStride, bStride, y, yOffset);
        }
        for (; k < depth; k++) {
            addRow(columns, x[xOffset + k * xStride], b, bOffset + k * bStride, y, yOffset);
        }
    }

    @Override
    default void rowTimesPanels(
            int depth, int columns, float[] x, int xOffset, int xStride,
            float[] panels, int panelsOffset, int panelStride, int width, float[] y, int yOffset) {
        for (int j = 0; j < columns; j += width) {
            rowTimesMatrix(depth, width, x, xOffset, xStride, panels, panelsOffset + j / width * panelStride, width, y, yOffset + j);
        }
    }

    @Override
    default void packRows(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        for (int k = 0; k < depth; k++) {
            int start = panelOffset + k * width;
            System.arraycopy(source, sourceOffset + k * sourceStride, panel, start, count);
            Arrays.fill(panel, start + count, start + width, 0f);
        }
    }

    @Override
    default void packColumns(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        for (int k = 0; k < depth; k++) {
            int start = panelOffset + k * width;
            for (int i = 0; i < count; i++) {
                panel[start + i] = source[sourceOffset + i * sourceStride + k];
            }
            Arrays.fill(panel, start + count, start + width, 0f);
        }
    }

    /* y += a0·b0 + a1·b1 + a2·b2 + a3·b3, each output a chain in this order */
    private static void addFourRows(
            int columns, float a0, float a1, float a2, float a3, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        int b1 = bOffset + bStride;
        int b2 = b1 + bStride;
        int b3 = b2 + bStride;
        for (int j = 0; j < columns; j++) {
            y[yOffset + j] =
                    fma(a3, b[b3 + j], fma(a2, b[b2 + j], fma(a1, b[b1 + j], fma(a0, b[bOffset + j], y[yOffset + j]))));
        }
    }

    private static void addRow(int columns, float a, float[] b, int bOffset, float[] y, int yOffset) {
        for (int j = 0; j < columns; j++) {
            y[yOffset + j] = fma(a, b[bOffset + j], y[yOffset + j]);
        }
    }
}
