package dev.lanewise.matmul;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;

import dev.lanewise.kernel.MatrixKernels;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.assertj.core.api.Assertions;

/**
 * One product with its operands, strides, offsets and margins, and two slow ways to compute it: in double precision, and by the letter
 * of the contract.
 */
final class ReferenceProduct {

    final int m;
    final int n;
    final int k;
    final Matrix left;
    final Matrix right;
    final float[] c;
    final int cOffset;
    final int cStride;
    final float[] bias;
    boolean accumulate;
    Epilogue epilogue = Epilogue.NONE;
    private Bias biasAlong = Bias.NONE;
    private boolean relu;

    enum Bias {
        NONE,
        PER_ROW,
        PER_COLUMN
    }

    ReferenceProduct(int m, int n, int k, boolean leftTransposed, boolean rightTransposed, RandomGenerator random) {
        this.m = m;
        this.n = n;
        this.k = k;
        left = matrix(m, k, !leftTransposed, random);
        right = matrix(n, k, rightTransposed, random);
        cOffset = random.nextInt(4);
        cStride = n + random.nextInt(4);
        c = randomFloats(cOffset + m * cStride + random.nextInt(4), random);
        bias = randomFloats(3 + Math.max(m, n), random);
    }

    ReferenceProduct finishing(boolean accumulating, Bias along, boolean cuttingOff) {
        accumulate = accumulating;
        biasAlong = along;
        relu = cuttingOff;
        epilogue = switch (along) {
            case NONE -> cuttingOff ? Epilogue.RELU : Epilogue.NONE;
            case PER_ROW -> Epilogue.biasPerRow(bias, 3, cuttingOff);
            case PER_COLUMN -> Epilogue.biasPerColumn(bias, 3, cuttingOff);
        };
        return this;
    }

    /** The result with the given right operand, in a copy of c with everything around it. */
    float[] computed(Operand rightOperand) {
        float[] result = c.clone();
        MatrixProduct.compute(m, n, k, left, rightOperand, result, cOffset, cStride, accumulate, epilogue);
        return result;
    }

    /** What every path has to give, to the last bit. */
    float[] byTheContract() {
        float[] result = c.clone();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = cOffset + i * cStride + j;
                float sum = accumulate ? c[at] : 0f;
                for (int block = 0; block == 0 || block < k; block += MatrixKernels.DEPTH_BLOCK) {
                    float chain = 0f;
                    for (int d = block; d < Math.min(k, block + MatrixKernels.DEPTH_BLOCK); d++) {
                        chain = fma(element(left, i, d), element(right, j, d), chain);
                    }
                    sum = block == 0 && !accumulate ? chain : sum + chain;
                }
                sum += switch (biasAlong) {
                    case NONE -> 0f;
                    case PER_ROW -> bias[3 + i];
                    case PER_COLUMN -> bias[3 + j];
                };
                result[at] = relu && sum < 0f ? 0f : sum;
            }
        }
        return result;
    }

    /** Compares with double precision; the error of a sum grows with its length. */
    void checkAgainstDoubles(float[] result) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = cOffset + i * cStride + j;
                double sum = accumulate ? c[at] : 0;
                double magnitude = Math.abs(sum) + 1;
                for (int d = 0; d < k; d++) {
                    double term = (double) element(left, i, d) * element(right, j, d);
                    sum += term;
                    magnitude += Math.abs(term);
                }
                sum += switch (biasAlong) {
                    case NONE -> 0;
                    case PER_ROW -> bias[3 + i];
                    case PER_COLUMN -> bias[3 + j];
                };
                double expected = relu ? Math.max(sum, 0) : sum;
                double tolerance = Math.ulp(1f) * magnitude * (2 + Math.sqrt(k));
                Assertions.assertThat((double) result[at]).as("[%d][%d] of %s", i, j, this)
                        .isCloseTo(expected, Assertions.within(tolerance));
            }
        }
    }

    @Override
    public String toString() {
        return "m=" + m + " n=" + n + " k=" + k + " left " + layout(left) + " right " + layout(right) + (accumulate ? " accumulate" : "")
                + " bias " + biasAlong + (relu ? " relu" : "");
    }

    static float element(Matrix matrix, int vector, int d) {
        return matrix.array()[matrix.offset() + (matrix.vectorsAreRows() ? vector * matrix.stride() + d : d * matrix.stride() + vector)];
    }

    static float[] randomFloats(int length, RandomGenerator random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() * 2f - 1f;
        }
        return values;
    }

    /* Margins hold NaN: whoever reads them shows it. */
    private static Matrix matrix(int vectors, int k, boolean vectorsAreRows, RandomGenerator random) {
        int rows = vectorsAreRows ? vectors : k;
        int columns = vectorsAreRows ? k : vectors;
        int offset = random.nextInt(4);
        int stride = columns + random.nextInt(4);
        float[] array = new float[offset + rows * stride + random.nextInt(4)];
        Arrays.fill(array, Float.NaN);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                array[offset + row * stride + column] = random.nextFloat() * 2f - 1f;
            }
        }
        return new Matrix(array, offset, stride, vectorsAreRows);
    }

    private static String layout(Matrix matrix) {
        return (matrix.vectorsAreRows() ? "rows" : "columns") + "(offset " + matrix.offset() + ", stride " + matrix.stride() + ")";
    }
}
