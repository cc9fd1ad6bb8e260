package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.kernel.ShallowProductKernels;

/** Nothing but the product of a few rows: it packs nothing here either. */
interface ScalarShallowProductKernels extends ShallowProductKernels, MatrixKernels {

    @Override
    default int shallowColumns() {
        return 1;
    }

    @Override
    default void shallowProduct(int rows, int columns, int depth, float[] a, int aOffset, float[] b, int bOffset, int bStride, float[] c,
            int cOffset, int cStride) {
        rowsTimesMatrix(rows, depth, columns, a, aOffset, depth, 1, b, bOffset, bStride, c, cOffset, cStride);
    }
}
