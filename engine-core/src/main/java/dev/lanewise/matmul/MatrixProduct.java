package dev.lanewise.matmul;

import dev.lanewise.parallel.Parallel;

/**
 * The product of two matrices, c = left·right, m×k times k×n, c row-major.
 *
 * <p>Each output is computed by itself, always in the same way: its k terms are cut into blocks of
 * {@value dev.lanewise.kernel.MatrixKernels#DEPTH_BLOCK}, each block is one chain of fused multiply-adds in the order of k that starts
 * from +0, and the blocks are added in their order, after the old output if there is one, and before the bias:
 *
 * <pre>{@code
 * float sum = accumulate ? c[i][j] : first block's chain;
 * for (each [further] block) sum += its chain;
 * c[i][j] = activation(sum + bias);
 * }</pre>
 *
 * <p>So a row of the result has the same bits alone or among others, for any number of threads, with any kernels.
 */
public final class MatrixProduct {

    /** What one thread does in a nanosecond, roughly: decides what is worth splitting, never a result. */
    private static final long OPERATIONS_PER_NANOSECOND = 64;

    private static final long ROW_OPERATIONS_PER_NANOSECOND = 16;

    /** Tasks for each thread, so that one that is late does not hold up the others for long. */
    private static final int TASKS_PER_THREAD = 2;

    private MatrixProduct() {}

    /** c = left·right, written at {@code cOffset + i * cStride + j}. */
    public static void multiply(int m, int n, int k, Operand left, Operand right, float[] c, int cOffset, int cStride) {
        compute(m, n, k, left, right, c, cOffset, cStride, false, Epilogue.NONE);
    }

    /** c = epilogue(left·right). */
    public static void multiply(
            int m, int n, int k, Operand left, Operand right, float[] c, int cOffset, int cStride, Epilogue epilogue) {
        compute(m, n, k, left, right, c, cOffset, cStride, false, epilogue);
    }

    /** c += left·right. */
    public static void accumulate(int m, int n, int k, Operand left, Operand right, float[] c, int cOffset, int cStride) {
        compute(m, n, k, left, right, c, cOffset, cStride, true, Epilogue.NONE);
    }

    /**
     * c = epilogue(left·right), or epilogue(c + left·right).
     *
     * <p>Large products use several threads, unless this is called from inside a parallel loop.
     *
     * @throws IllegalArgumentException if a matrix does not fit its array
     */
    public static void compute(
            int m, int n, int k, Operand left, Operand right,
            float[] c, int cOffset, int cStride, boolean accumulate, Epilogue epilogue) {
        if (m == 0 || n == 0) {
            return;
        }
        var output = new Output(c, cOffset, cStride, accumulate, epilogue);
        check(m, n, k, left, right, output);
        long operations = 2L * m * n * k;
        long nanoseconds = operations / OPERATIONS_PER_NANOSECOND;
        if (RowProduct.fits(m, left, right)) {
            long longer = operations / ROW_OPERATIONS_PER_NANOSECOND;
            new RowProduct(m, n, k, (Matrix) left, right, output, tasks(longer)).run(longer);
        } else if (!accumulate && TurnedProduct.fits(m, n, k, left, right)) {
            new TurnedProduct(m, n, k, (Matrix) left, (Matrix) right, output, tasks(nanoseconds)).run(nanoseconds);
        } else {
            new BlockedProduct(m, n, k, left, right, output, tasks(nanoseconds)).run(nanoseconds);
        }
    }

    /**
     * Many products of one shape, matrix b of each array starting {@code b} steps further on:
     * {@code for (b = 0; b < count; b++) c_b = left_b·right_b}.
     */
    public static void batched(
            int count, int m, int n, int k, Matrix left, int leftStep, Matrix right, int rightStep,
            float[] c, int cOffset, int cStride, int cStep, boolean accumulate) {
        long nanoseconds = 2L * count * m * n * k / OPERATIONS_PER_NANOSECOND;
        if (nanoseconds >= Parallel.WORTH_SPLITTING && count >= Parallel.threads()) {
            Parallel.forEach(count, (b, scratch) -> compute(
                    m, n, k, left.shifted(b * leftStep), right.shifted(b * rightStep), c, cOffset + b * cStep, cStride, accumulate, Epilogue.NONE));
        } else {
            for (int b = 0; b < count; b++) {
                compute(
                        m, n, k, left.shifted(b * leftStep), right.shifted(b * rightStep), c, cOffset + b * cStep, cStride, accumulate, Epilogue.NONE);
            }
        }
    }

    private static int tasks(long nanoseconds) {
        int threads = Parallel.threads();
        return threads == 1 || nanoseconds < Parallel.WORTH_SPLITTING ? 1 : threads * TASKS_PER_THREAD;
    }

    private static void check(int m, int n, int k, Operand left, Operand right, Output output) {
        if (left instanceof Matrix matrix) {
            matrix.check("left", m, k);
        }
        if (right instanceof Matrix matrix) {
            matrix.check("right", n, k);
        } else if (right instanceof PackedMatrix packed) {
            packed.check(n, k);
        }
        output.check(m, n);
    }
}
