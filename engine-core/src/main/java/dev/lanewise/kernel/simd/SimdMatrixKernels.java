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
            int depth, int columns, float[] left, int leftOffset, float[] right, int rightOffset, float[] sums, int offset, int stride) {
        if (TileShape.ROWS == 8) {
            Tile8x2.run(depth, left, leftOffset, right, rightOffset, sums, offset, stride);
        } else {
            Tile4x2.run(depth, left, leftOffset, right, rightOffset, sums, offset, stride);
        }
    }

    @Override
    default void productTileOfRows(
            int depth, int columns, float[] left, int leftOffset, int leftStride, float[] right, int rightOffset,
            float[] sums, int offset, int stride) {
        if (TileShape.ROWS == 8) {
            Tile8x2.runOnRows(depth, left, leftOffset, leftStride, right, rightOffset, sums, offset, stride);
        } else {
            Tile4x2.runOnRows(depth, left, leftOffset, leftStride, right, rightOffset, TileShape.ZEROS, 0, 0, sums, offset, stride);
        }
    }

    @Override
    default void continuedTileOfRows(
            int depth, int columns, float[] left, int leftOffset, int leftStride, float[] right, int rightOffset,
            float[] begin, int beginOffset, int beginStride, float[] sums, int offset, int stride) {
        for (int i = 0; i < TileShape.ROWS; i += 4) {
            Tile4x2.runOnRows(
                    depth, left, leftOffset + i * leftStride, leftStride, right, rightOffset, begin, beginOffset + i * beginStride, beginStride,
                    sums, offset + i * stride, stride);
        }
    }

    @Override
    default void finish(
            int rows, int columns, float[] sums, int sumsOffset, int sumsStride,
            float[] c, int cOffset, int cStride, float[] bias, int biasOffset, int finish) {
        int biasStep = (finish & BIAS_PER_ROW) != 0 ? 1 : 0;
        for (int i = 0; i < rows; i++) {
            FinishedRow.write(columns, sums, sumsOffset + i * sumsStride, c, cOffset + i * cStride, bias, biasOffset + i * biasStep, finish);
        }
    }

    @Override
    default void rowsTimesMatrix(
            int rows, int depth, int columns, float[] x, int xOffset, int xRowStride, int xStride, float[] b, int bOffset, int bStride,
            float[] y, int yOffset, int yStride) {
        RowProducts.timesMatrix(rows, depth, columns, x, xOffset, xRowStride, xStride, b, bOffset, bStride, y, yOffset, yStride);
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
