package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.ShallowProductKernels;
import java.util.Arrays;

/** Row by row, term by term: the loops over the columns are ones that the JIT vectorizes. */
interface ScalarShallowProductKernels extends ShallowProductKernels {

    @Override
    default int shallowColumns() {
        return 1;
    }

    @Override
    default void shallowProduct(int rows, int columns, int depth, float[] a, int aOffset, float[] b, int bOffset, int bStride, float[] c,
            int cOffset, int cStride) {
        for (int i = 0; i < rows; i++) {
            int row = cOffset + i * cStride;
            Arrays.fill(c, row, row + columns, 0f);
            for (int k = 0; k < depth; k++) {
                addTerm(columns, a[aOffset + i * depth + k], b, bOffset + k * bStride, c, row);
            }
        }
    }

    private static void addTerm(int columns, float factor, float[] b, int from, float[] c, int row) {
        for (int j = 0; j < columns; j++) {
            c[row + j] = FusedMultiplyAdd.fma(factor, b[from + j], c[row + j]);
        }
    }
}
