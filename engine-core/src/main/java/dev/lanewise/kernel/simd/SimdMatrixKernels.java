package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.MatrixKernels;

/** The inner parts of a matrix product on vectors. */
interface SimdMatrixKernels extends MatrixKernels {

    @Override
    default int tileRows() {
        return TileShape.ROWS;
    }

    @Override
    default int tileColumns(int n) {
        return TileShape.COLUMNS;
    }

    @Override
    default void productTile(
            int depth, int columns, float[] left, int leftOffset, float[] right, int rightOffset,
            float[] c, int cOffset, int cStride, float[] bias, int biasOffset, int finish) {
        if (TileShape.ROWS == 8) {
            Tile8x2.run(depth, left, leftOffset, right, rightOffset, c, cOffset, cStride, bias, biasOffset, finish);
        } else {
            Tile4x2.run(depth, left, leftOffset, right, rightOffset, c, cOffset, cStride, bias, biasOffset, finish);
        }
    }

    @Override
    default void rowTimesMatrix(
            int depth, int columns, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        RowProducts.timesMatrix(depth, columns, x, xOffset, xStride, b, bOffset, bStride, y, yOffset);
    }

    @Override
    default void rowTimesTransposed(
            int depth, int columns, float[] x, int xOffset, int xStride, float[] b, int bOffset, int bStride, float[] y, int yOffset) {
        RowProducts.timesTransposed(depth, columns, x, xOffset, xStride, b, bOffset, bStride, y, yOffset);
    }

    @Override
    default void rowTimesPanels(
            int depth, int columns, float[] x, int xOffset, int xStride,
            float[] panels, int panelsOffset, int panelStride, int width, float[] y, int yOffset) {
        RowProducts.timesPanels(depth, columns, x, xOffset, xStride, panels, panelsOffset, panelStride, y, yOffset);
    }

    @Override
    default void packRows(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        Packing.rows(depth, count, source, sourceOffset, sourceStride, panel, panelOffset, width);
    }

    @Override
    default void packColumns(
            int depth, int count, float[] source, int sourceOffset, int sourceStride, float[] panel, int panelOffset, int width) {
        Packing.columns(depth, count, source, sourceOffset, sourceStride, panel, panelOffset, width);
    }
}
