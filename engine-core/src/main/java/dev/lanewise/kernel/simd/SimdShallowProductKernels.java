package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.ShallowProductKernels;
import jdk.incubator.vector.FloatVector;

/*
 * Tiles of 4 rows by 2 vectors, straight from the stored matrices: 8 sums, 2 vectors of b and 1 of a in registers, on any machine. The
 * last tile of a row overlaps the one before it, and writes the same values again.
 */
/** Shallow products from tiles of outputs in registers. */
interface SimdShallowProductKernels extends ShallowProductKernels {

    int TILE_ROWS = 4;
    int TILE_COLUMNS = 2 * Lanes.COUNT;

    @Override
    default int shallowColumns() {
        return TILE_COLUMNS;
    }

    @Override
    default void shallowProduct(int rows, int columns, int depth, float[] a, int aOffset, float[] b, int bOffset, int bStride, float[] c,
            int cOffset, int cStride) {
        for (int i = 0; i < rows; i += i + TILE_ROWS <= rows ? TILE_ROWS : 1) {
            int aAt = aOffset + i * depth;
            int row = cOffset + i * cStride;
            for (int tile = 0; tile < columns; tile += TILE_COLUMNS) {
                int j = Math.min(tile, columns - TILE_COLUMNS);
                if (i + TILE_ROWS <= rows) {
                    tile4x2(depth, a, aAt, b, bOffset + j, bStride, c, row + j, cStride);
                } else {
                    tile1x2(depth, a, aAt, b, bOffset + j, bStride, c, row + j);
                }
            }
        }
    }

    private static void tile4x2(int depth, float[] a, int aAt, float[] b, int bAt, int bStride,
            float[] c, int cAt, int cStride) {
        FloatVector s00 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s01 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s10 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s11 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s20 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s21 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s30 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s31 = FloatVector.zero(Lanes.FLOATS);
        for (int k = 0; k < depth; k++) {
            FloatVector y0 = FloatVector.fromArray(Lanes.FLOATS, b, bAt + k * bStride);
            FloatVector y1 = FloatVector.fromArray(Lanes.FLOATS, b, bAt + k * bStride + Lanes.COUNT);
            FloatVector x0 = FloatVector.broadcast(Lanes.FLOATS, a[aAt + k]);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            FloatVector x1 = FloatVector.broadcast(Lanes.FLOATS, a[aAt + depth + k]);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            FloatVector x2 = FloatVector.broadcast(Lanes.FLOATS, a[aAt + 2 * depth + k]);
            s20 = x2.fma(y0, s20);
            s21 = x2.fma(y1, s21);
            FloatVector x3 = FloatVector.broadcast(Lanes.FLOATS, a[aAt + 3 * depth + k]);
            s30 = x3.fma(y0, s30);
            s31 = x3.fma(y1, s31);
        }
        int row1 = cAt + cStride;
        int row2 = row1 + cStride;
        int row3 = row2 + cStride;
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + Lanes.COUNT);
        s10.intoArray(c, row1);
        s11.intoArray(c, row1 + Lanes.COUNT);
        s20.intoArray(c, row2);
        s21.intoArray(c, row2 + Lanes.COUNT);
        s30.intoArray(c, row3);
        s31.intoArray(c, row3 + Lanes.COUNT);
    }

    private static void tile1x2(int depth, float[] a, int aAt, float[] b, int bAt, int bStride,
            float[] c, int cAt) {
        FloatVector s00 = FloatVector.zero(Lanes.FLOATS);
        FloatVector s01 = FloatVector.zero(Lanes.FLOATS);
        for (int k = 0; k < depth; k++) {
            FloatVector y0 = FloatVector.fromArray(Lanes.FLOATS, b, bAt + k * bStride);
            FloatVector y1 = FloatVector.fromArray(Lanes.FLOATS, b, bAt + k * bStride + Lanes.COUNT);
            FloatVector x0 = FloatVector.broadcast(Lanes.FLOATS, a[aAt + k]);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + Lanes.COUNT);
    }
}
