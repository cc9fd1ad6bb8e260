package dev.lanewise.kernel.simd;

import static dev.lanewise.kernel.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.lanewise.kernel.LaneProductKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/*
 * A tile of 4×3 outputs lives in 12 registers, beside 3 of b and 1 of a: all that 256-bit machines have. A vector narrower than
 * the partial sums takes them in turns: 16 lanes are one pass at 512 bits, two at 256 and four at 128, each over every 16th place.
 */
/** Lane products from tiles of outputs in registers. */
interface SimdLaneProductKernels extends LaneProductKernels {

    int TILE_ROWS = 4;
    int TILE_COLUMNS = 3;

    @Override
    default void addLaneProducts(int rows, int columns, int n, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] sums) {
        int rowStep = columns * SUM_LANES;
        for (int pass = 0; pass < SUM_LANES; pass += Lanes.COUNT) {
            for (int i = 0; i < rows; i += i + TILE_ROWS <= rows ? TILE_ROWS : 1) {
                int aAt = aOffset + i * aStride + pass;
                for (int j = 0; j < columns; j += j + TILE_COLUMNS <= columns ? TILE_COLUMNS : 1) {
                    int bAt = bOffset + j * bStride + pass;
                    int at = i * rowStep + j * SUM_LANES + pass;
                    if (i + TILE_ROWS <= rows && j + TILE_COLUMNS <= columns) {
                        tile4x3(n - pass, a, aAt, aStride, b, bAt, bStride, sums, at, rowStep);
                    } else if (i + TILE_ROWS <= rows) {
                        tile4x1(n - pass, a, aAt, aStride, b, bAt, sums, at, rowStep);
                    } else if (j + TILE_COLUMNS <= columns) {
                        tile1x3(n - pass, a, aAt, b, bAt, bStride, sums, at);
                    } else {
                        tile1x1(n - pass, a, aAt, b, bAt, sums, at);
                    }
                }
            }
        }
        addRest(rows, columns, n, a, aOffset, aStride, b, bOffset, bStride, sums);
    }

    /* The places that do not fill a vector, loaded and stored under a mask: adding 0·0 to the others would turn −0 into +0. */
    private static void addRest(int rows, int columns, int n, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] sums) {
        int done = n - n % Lanes.COUNT;
        if (done == n) {
            return;
        }
        VectorMask<Float> rest = FLOATS.indexInRange(done, n);
        for (int i = 0; i < rows; i++) {
            FloatVector x = fromArray(FLOATS, a, aOffset + i * aStride + done, rest);
            for (int j = 0; j < columns; j++) {
                int at = (i * columns + j) * SUM_LANES + done % SUM_LANES;
                FloatVector y = fromArray(FLOATS, b, bOffset + j * bStride + done, rest);
                x.fma(y, fromArray(FLOATS, sums, at)).intoArray(sums, at, rest);
            }
        }
    }

    private static void tile4x3(int n, float[] a, int aAt, int aStride, float[] b, int bAt, int bStride, float[] sums, int at,
            int rowStep) {
        int a1At = aAt + aStride;
        int a2At = aAt + 2 * aStride;
        int a3At = aAt + 3 * aStride;
        int b1At = bAt + bStride;
        int b2At = bAt + 2 * bStride;
        FloatVector s00 = fromArray(FLOATS, sums, at);
        FloatVector s01 = fromArray(FLOATS, sums, at + SUM_LANES);
        FloatVector s02 = fromArray(FLOATS, sums, at + 2 * SUM_LANES);
        FloatVector s10 = fromArray(FLOATS, sums, at + rowStep);
        FloatVector s11 = fromArray(FLOATS, sums, at + rowStep + SUM_LANES);
        FloatVector s12 = fromArray(FLOATS, sums, at + rowStep + 2 * SUM_LANES);
        FloatVector s20 = fromArray(FLOATS, sums, at + 2 * rowStep);
        FloatVector s21 = fromArray(FLOATS, sums, at + 2 * rowStep + SUM_LANES);
        FloatVector s22 = fromArray(FLOATS, sums, at + 2 * rowStep + 2 * SUM_LANES);
        FloatVector s30 = fromArray(FLOATS, sums, at + 3 * rowStep);
        FloatVector s31 = fromArray(FLOATS, sums, at + 3 * rowStep + SUM_LANES);
        FloatVector s32 = fromArray(FLOATS, sums, at + 3 * rowStep + 2 * SUM_LANES);
        for (int p = 0; p <= n - Lanes.COUNT; p += SUM_LANES) {
            FloatVector y0 = fromArray(FLOATS, b, bAt + p);
            FloatVector y1 = fromArray(FLOATS, b, b1At + p);
            FloatVector y2 = fromArray(FLOATS, b, b2At + p);
            FloatVector x0 = fromArray(FLOATS, a, aAt + p);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            s02 = x0.fma(y2, s02);
            FloatVector x1 = fromArray(FLOATS, a, a1At + p);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            s12 = x1.fma(y2, s12);
            FloatVector x2 = fromArray(FLOATS, a, a2At + p);
            s20 = x2.fma(y0, s20);
            s21 = x2.fma(y1, s21);
            s22 = x2.fma(y2, s22);
            FloatVector x3 = fromArray(FLOATS, a, a3At + p);
            s30 = x3.fma(y0, s30);
            s31 = x3.fma(y1, s31);
            s32 = x3.fma(y2, s32);
        }
        s00.intoArray(sums, at);
        s01.intoArray(sums, at + SUM_LANES);
        s02.intoArray(sums, at + 2 * SUM_LANES);
        s10.intoArray(sums, at + rowStep);
        s11.intoArray(sums, at + rowStep + SUM_LANES);
        s12.intoArray(sums, at + rowStep + 2 * SUM_LANES);
        s20.intoArray(sums, at + 2 * rowStep);
        s21.intoArray(sums, at + 2 * rowStep + SUM_LANES);
        s22.intoArray(sums, at + 2 * rowStep + 2 * SUM_LANES);
        s30.intoArray(sums, at + 3 * rowStep);
        s31.intoArray(sums, at + 3 * rowStep + SUM_LANES);
        s32.intoArray(sums, at + 3 * rowStep + 2 * SUM_LANES);
    }

    private static void tile4x1(int n, float[] a, int aAt, int aStride, float[] b, int bAt, float[] sums, int at,
            int rowStep) {
        int a1At = aAt + aStride;
        int a2At = aAt + 2 * aStride;
        int a3At = aAt + 3 * aStride;
        FloatVector s00 = fromArray(FLOATS, sums, at);
        FloatVector s10 = fromArray(FLOATS, sums, at + rowStep);
        FloatVector s20 = fromArray(FLOATS, sums, at + 2 * rowStep);
        FloatVector s30 = fromArray(FLOATS, sums, at + 3 * rowStep);
        for (int p = 0; p <= n - Lanes.COUNT; p += SUM_LANES) {
            FloatVector y0 = fromArray(FLOATS, b, bAt + p);
            FloatVector x0 = fromArray(FLOATS, a, aAt + p);
            s00 = x0.fma(y0, s00);
            FloatVector x1 = fromArray(FLOATS, a, a1At + p);
            s10 = x1.fma(y0, s10);
            FloatVector x2 = fromArray(FLOATS, a, a2At + p);
            s20 = x2.fma(y0, s20);
            FloatVector x3 = fromArray(FLOATS, a, a3At + p);
            s30 = x3.fma(y0, s30);
        }
        s00.intoArray(sums, at);
        s10.intoArray(sums, at + rowStep);
        s20.intoArray(sums, at + 2 * rowStep);
        s30.intoArray(sums, at + 3 * rowStep);
    }

    private static void tile1x3(int n, float[] a, int aAt, float[] b, int bAt, int bStride, float[] sums, int at) {
        int b1At = bAt + bStride;
        int b2At = bAt + 2 * bStride;
        FloatVector s00 = fromArray(FLOATS, sums, at);
        FloatVector s01 = fromArray(FLOATS, sums, at + SUM_LANES);
        FloatVector s02 = fromArray(FLOATS, sums, at + 2 * SUM_LANES);
        for (int p = 0; p <= n - Lanes.COUNT; p += SUM_LANES) {
            FloatVector y0 = fromArray(FLOATS, b, bAt + p);
            FloatVector y1 = fromArray(FLOATS, b, b1At + p);
            FloatVector y2 = fromArray(FLOATS, b, b2At + p);
            FloatVector x0 = fromArray(FLOATS, a, aAt + p);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            s02 = x0.fma(y2, s02);
        }
        s00.intoArray(sums, at);
        s01.intoArray(sums, at + SUM_LANES);
        s02.intoArray(sums, at + 2 * SUM_LANES);
    }

    private static void tile1x1(int n, float[] a, int aAt, float[] b, int bAt, float[] sums, int at) {
        FloatVector s00 = fromArray(FLOATS, sums, at);
        for (int p = 0; p <= n - Lanes.COUNT; p += SUM_LANES) {
            FloatVector y0 = fromArray(FLOATS, b, bAt + p);
            FloatVector x0 = fromArray(FLOATS, a, aAt + p);
            s00 = x0.fma(y0, s00);
        }
        s00.intoArray(sums, at);
    }
}
