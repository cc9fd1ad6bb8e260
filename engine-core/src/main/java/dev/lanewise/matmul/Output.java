package dev.lanewise.matmul;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;

/**
 * Where the outputs of a product go, and what becomes of their sums on the way.
 *
 * @param accumulate whether the product is added to what is there
 */
record Output(float[] array, int offset, int stride, boolean accumulate, Epilogue epilogue) {

    private static final Kernels KERNELS = Kernels.active();

    int at(int row, int column) {
        return offset + row * stride + column;
    }

    /** What is done to the sums of one block of k: all but the first are added to the output, and the last is followed by the epilogue. */
    int finish(boolean first, boolean last) {
        return (first && !accumulate ? 0 : MatrixKernels.ADD_TO_OUTPUT) | (last ? epilogue.flags : 0);
    }

    /** Brings the sums of some outputs from (row, column) on to their place. */
    void write(int row, int column, int rows, int columns, float[] sums, int sumsAt, int sumsStride, int finish) {
        KERNELS.finish(
                rows, columns, sums, sumsAt, sumsStride, array, at(row, column), stride, epilogue.bias, epilogue.biasAt(row, column), finish);
    }

    void check(int m, int n) {
        if (offset < 0 || stride < n && m > 1 || offset + (m - 1L) * stride + n > array.length) {
            throw new IllegalArgumentException("matrix product: the result is " + m + "×" + n + ", at offset " + offset + " with stride "
                    + stride + ", and does not fit its array of " + array.length);
        }
        epilogue.check(m, n);
    }
}
