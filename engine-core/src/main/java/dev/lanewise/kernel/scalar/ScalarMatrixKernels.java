package dev.lanewise.kernel.scalar;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

import dev.lanewise.kernel.MatrixKernels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/*
 * A dot product would be one chain of dependent additions that the JIT may not reorder; adding multiples of a row to a row ("axpy")
 * has independent outputs, and the JIT vectorizes the inner loop by itself. But only if all arrays have the same index: it has to
 * assume that two arrays are one, and only then does an element meet nothing but itself. Hence rows are copied to arrays of their own,
 * four at a time, and added to as many rows of sums as a tile has.
 */
/** The inner parts of a matrix product as plain loops. */
interface ScalarMatrixKernels extends MatrixKernels {

    /** The rows of a tile. */
    int ROWS = 8;

    /** A tile's sums, 16 KiB, and four rows of the right panel stay in the first-level cache. */
    int WIDEST_TILE = 512;

    /** Rows of sums, and copies of rows of the right matrix, for one thread at a time. */
    final class Rows {

        /* Not a thread-local: that would tie this class, and its loader, to threads of the application. */
        private static final int POOLED = 64;

        /* The references of a cache line, so that each place of the pool has a line of its own. */
        private static final int SPREAD = 16;
        private static final AtomicReferenceArray<Rows> POOL = new AtomicReferenceArray<>(POOLED * SPREAD);

        private final float[][] sums = new float[ROWS][WIDEST_TILE];
        private final float[][] right = new float[4][WIDEST_TILE];

        /** Rows for the calling thread, until they are given back; most often those it used last. Those that never are, the garbage collector takes. */
        static Rows borrow() {
            Rows pooled = POOL.getAndSet(placeOfThisThread(), null);
            return pooled == null ? new Rows() : pooled;
        }

        void giveBack() {
            POOL.set(placeOfThisThread(), this);
        }

        private static int placeOfThisThread() {
            return (int) (Thread.currentThread().threadId() * 0x9E3779B97F4A7C15L >>> 58) * SPREAD;
        }

        void beginWithZeros(int rows, int columns) {
            for (int i = 0; i < rows; i++) {
                Arrays.fill(sums[i], 0, columns, 0f);
            }
        }

        void beginWith(int rows, int columns, float[] begin, int offset, int stride) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(begin, offset + i * stride, sums[i], 0, columns);
            }
        }

        /* sums[i][j] += Σ left[leftOffset + i * rowStep + k * step] * right[rightOffset + k * rightStride + j] */
        void multiply(
                int rows, int depth, int columns, float[] left, int leftOffset, int rowStep, int step,
                float[] matrix, int matrixOffset, int matrixStride) {
            int k = 0;
            for (; k <= depth - 4; k += 4) {
                for (int r = 0; r < 4; r++) {
                    System.arraycopy(matrix, matrixOffset + (k + r) * matrixStride, right[r], 0, columns);
                }
                for (int i = 0; i < rows; i++) {
                    int l = leftOffset + k * step + i * rowStep;
                    addFourRows(
                            columns, left[l], left[l + step], left[l + 2 * step], left[l + 3 * step],
                            right[0], right[1], right[2], right[3], sums[i]);
                }
            }
            for (; k < depth; k++) {
                System.arraycopy(matrix, matrixOffset + k * matrixStride, right[0], 0, columns);
                for (int i = 0; i < rows; i++) {
                    addRow(columns, left[leftOffset + k * step + i * rowStep], right[0], sums[i]);
                }
            }
        }

        void writeSums(int rows, int columns, float[] target, int offset, int stride) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(sums[i], 0, target, offset + i * stride, columns);
            }
        }

        /* sums += l0·r0 + l1·r1 + l2·r2 + l3·r3, each output a chain in this order */
        private static void addFourRows(
                int columns, float l0, float l1, float l2, float l3, float[] r0, float[] r1, float[] r2, float[] r3, float[] sums) {
            for (int j = 0; j < columns; j++) {
                sums[j] = fma(l3, r3[j], fma(l2, r2[j], fma(l1, r1[j], fma(l0, r0[j], sums[j]))));
            }
        }

        private static void addRow(int columns, float l, float[] r, float[] sums) {
            for (int j = 0; j < columns; j++) {
                sums[j] = fma(l, r[j], sums[j]);
            }
        }
    }

    @Override
    default int tileRows() {
        return ROWS;
    }

    @Override
    default int tileColumns(int n) {
        return Math.clamp(n, 1, WIDEST_TILE);
    }

    @Override
    default void productTile(
            int depth, int columns, float[] left, int leftOffset, float[] right, int rightOffset, float[] sums, int offset, int stride) {
        Rows tile = Rows.borrow();
        tile.beginWithZeros(ROWS, columns);
        tile.multiply(ROWS, depth, columns, left, leftOffset, 1, ROWS, right, rightOffset, columns);
        tile.writeSums(ROWS, columns, sums, offset, stride);
        tile.giveBack();
    }

    @Override
    default void productTileOfRows(
            int depth, int columns, float[] left, int leftOffset, int leftStride, float[] right, int rightOffset,
            float[] sums, int offset, int stride) {
        Rows tile = Rows.borrow();
        tile.beginWithZeros(ROWS, columns);
        tile.multiply(ROWS, depth, columns, left, leftOffset, leftStride, 1, right, rightOffset, columns);
        tile.writeSums(ROWS, columns, sums, offset, stride);
        tile.giveBack();
    }

    @Override
    default void continuedTileOfRows(
            int depth, int columns, float[] left, int leftOffset, int leftStride, float[] right, int rightOffset,
            float[] begin, int beginOffset, int beginStride, float[] sums, int offset, int stride) {
        Rows tile = Rows.borrow();
        tile.beginWith(ROWS, columns, begin, beginOffset, beginStride);
        tile.multiply(ROWS, depth, columns, left, leftOffset, leftStride, 1, right, rightOffset, columns);
        tile.writeSums(ROWS, columns, sums, offset, stride);
        tile.giveBack();
    }

    @Override
    default void finish(
            int rows, int columns, float[] sums, int sumsOffset, int sumsStride,
            float[] c, int cOffset, int cStride, float[] bias, int biasOffset, int finish) {
        for (int i = 0; i < rows; i++) {
            int row = cOffset + i * cStride;
            int sum = sumsOffset + i * sumsStride;
            if ((finish & ADD_TO_OUTPUT) != 0) {
                for (int j = 0; j < columns; j++) {
                    c[row + j] += sums[sum + j];
                }
            } else {
                System.arraycopy(sums, sum, c, row, columns);
            }
            if ((finish & BIAS_PER_COLUMN) != 0) {
                for (int j = 0; j < columns; j++) {
                    c[row + j] += bias[biasOffset + j];
                }
            }
            if ((finish & BIAS_PER_ROW) != 0) {
                float b = bias[biasOffset + i];
                for (int j = 0; j < columns; j++) {
                    c[row + j] += b;
                }
            }
            if ((finish & RELU) != 0) {
                for (int j = 0; j < columns; j++) {
                    float v = c[row + j];
                    c[row + j] = v < 0f ? 0f : v;
                }
            }
        }
    }

    @Override
    default void rowsTimesMatrix(
            int rows, int depth, int columns, float[] x, int xOffset, int xRowStride, int xStride, float[] b, int bOffset, int bStride,
            float[] y, int yOffset, int yStride) {
        Rows tile = Rows.borrow();
        for (int j = 0; j < columns; j += WIDEST_TILE) {
            int count = Math.min(WIDEST_TILE, columns - j);
            for (int i = 0; i < rows; i += ROWS) {
                int some = Math.min(ROWS, rows - i);
                tile.beginWithZeros(some, count);
                tile.multiply(some, depth, count, x, xOffset + i * xRowStride, xRowStride, xStride, b, bOffset + j, bStride);
                tile.writeSums(some, count, y, yOffset + i * yStride + j, yStride);
            }
        }
        tile.giveBack();
    }

    @Override
    default void rowTimesPanels(
            int depth, int columns, float[] x, int xOffset, int xStride,
            float[] panels, int panelsOffset, int panelStride, int width, float[] y, int yOffset) {
        Rows tile = Rows.borrow();
        for (int j = 0; j < columns; j += width) {
            tile.beginWith(1, width, y, yOffset + j, 0);
            tile.multiply(1, depth, width, x, xOffset, 0, xStride, panels, panelsOffset + j / width * panelStride, width);
            tile.writeSums(1, width, y, yOffset + j, 0);
        }
        tile.giveBack();
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
        // four rows at a time: a row of its own would touch every line of the panel for one element
        int i = 0;
        for (; i <= count - 4; i += 4) {
            int s = sourceOffset + i * sourceStride;
            for (int k = 0; k < depth; k++) {
                int p = panelOffset + k * width + i;
                panel[p] = source[s + k];
                panel[p + 1] = source[s + sourceStride + k];
                panel[p + 2] = source[s + 2 * sourceStride + k];
                panel[p + 3] = source[s + 3 * sourceStride + k];
            }
        }
        for (; i < count; i++) {
            for (int k = 0; k < depth; k++) {
                panel[panelOffset + k * width + i] = source[sourceOffset + i * sourceStride + k];
            }
        }
        if (count < width) {
            for (int k = 0; k < depth; k++) {
                Arrays.fill(panel, panelOffset + k * width + count, panelOffset + (k + 1) * width, 0f);
            }
        }
    }
}
