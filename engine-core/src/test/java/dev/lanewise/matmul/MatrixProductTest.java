package dev.lanewise.matmul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.matmul.ReferenceProduct.Bias;
import dev.lanewise.parallel.AllocatedBytes;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernels")
class MatrixProductTest {

    private static final int BLOCK = MatrixKernels.DEPTH_BLOCK;

    private final int threadsBefore = Parallel.threads();
    private final Random random = new Random(1);

    @BeforeEach
    void fillScratchWithGarbage() {
        List<Scratch> borrowed = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            var scratch = Scratch.borrow();
            for (int slot = 0; slot < Scratch.SLOTS; slot++) {
                Arrays.fill(scratch.floats(slot, 20_000), Float.NaN);
            }
            borrowed.add(scratch);
        }
        borrowed.forEach(Scratch::giveBack);
    }

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threadsBefore);
    }

    /* Sizes around the tile and the vectors, whatever they are on this machine. */
    private static int[] sizes() {
        int lanes = Kernels.active().lanes();
        int rows = Kernels.active().tileRows();
        int columns = Math.min(Kernels.active().tileColumns(100), 48);
        return new int[] {1, 2, 3, 4, 5, rows - 1, rows, rows + 1, lanes - 1, lanes, lanes + 1, columns - 1, columns, columns + 1, 2 * columns + 3};
    }

    private int pick(int... of) {
        return Math.max(1, of[random.nextInt(of.length)]);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void everyLayoutFollowsTheContract(boolean leftTransposed, boolean rightTransposed) {
        for (int round = 0; round < 150; round++) {
            int k = pick(1, 2, 3, 4, 5, 7, 8, 9, 15, 17, 31, 64, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 5);
            var product = new ReferenceProduct(pick(sizes()), pick(sizes()), k, leftTransposed, rightTransposed, random)
                    .finishing(random.nextBoolean(), Bias.values()[random.nextInt(3)], random.nextBoolean());
            float[] result = product.computed(product.right);
            assertThat(result).as(product.toString()).isEqualTo(product.byTheContract());
            product.checkAgainstDoubles(result);
        }
    }

    /* Few long rows times many: the turned product, with whole and broken tiles on both sides. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void fewLongRowsTimesManyFollowTheContract(int threads) {
        Parallel.setThreads(threads);
        int columns = Math.min(Kernels.active().tileColumns(100), 48);
        int rows = Kernels.active().tileRows();
        int turned = 0;
        for (int m : new int[] {5, columns - 1, columns, 2 * columns - 3, 2 * columns}) {
            for (int n : new int[] {2 * m, 2 * m + 1, 2 * m + rows - 1, 4 * m + 3}) {
                int k = 16 * m + pick(0, 1, 5, BLOCK - 1);
                var product = new ReferenceProduct(m, n, k, false, true, random)
                        .finishing(false, Bias.values()[random.nextInt(3)], random.nextBoolean());
                assertThat(product.computed(product.right)).as(product.toString()).isEqualTo(product.byTheContract());
                turned += TurnedProduct.fits(m, n, k, product.left, product.right) ? 1 : 0;
            }
        }
        // where tiles are as wide as the matrix, a turned product would have narrow ones, and is never taken
        boolean tilesHaveOneWidth = Kernels.active().tileColumns(1) == Kernels.active().tileColumns(100);
        assertThat(turned > 4).as("%d turned products", turned).isEqualTo(tilesHaveOneWidth);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPackedMatrixGivesTheSameBits(boolean rightTransposed) {
        for (int round = 0; round < 80; round++) {
            int k = pick(1, 3, 8, 31, BLOCK, BLOCK + 1, 2 * BLOCK + 5);
            var product = new ReferenceProduct(pick(sizes()), pick(sizes()), k, false, rightTransposed, random)
                    .finishing(random.nextBoolean(), Bias.values()[random.nextInt(3)], random.nextBoolean());
            var packed = PackedMatrix.of(product.right, product.n, product.k);
            float[] expected = product.byTheContract();
            assertThat(product.computed(packed)).as(product.toString()).isEqualTo(expected);
            // as any other operand, it can be packed once more
            assertThat(product.computed(packed::pack)).as(product.toString()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void theNumberOfThreadsChangesNothing(int threads) {
        Parallel.setThreads(threads);
        for (int[] shape : new int[][] {{131, 157, 2 * BLOCK + 5}, {33, 701, 401}, {701, 33, 401}, {1, 3001, 1027}, {3, 2003, 521}, {509, 11, 1033}}) {
            for (int layout = 0; layout < 4; layout++) {
                var product = new ReferenceProduct(shape[0], shape[1], shape[2], (layout & 1) != 0, (layout & 2) != 0, random)
                        .finishing(layout == 3, Bias.PER_COLUMN, layout == 1);
                float[] expected = product.byTheContract();
                assertThat(product.computed(product.right)).as(product.toString()).isEqualTo(expected);
                assertThat(product.computed(PackedMatrix.of(product.right, product.n, product.k))).as(product.toString()).isEqualTo(expected);
            }
        }
    }

    @Test
    void aRowHasTheSameBitsAloneAndAmongOthers() {
        int n = 137;
        int k = BLOCK + 77;
        var all = new ReferenceProduct(41, n, k, false, true, random);
        float[] expected = all.computed(all.right);
        for (int rows : new int[] {1, 2, 3, 4, 7, 8, 40}) {
            for (int first = 0; first + rows <= all.m; first += rows) {
                float[] some = new float[rows * n];
                MatrixProduct.multiply(rows, n, k, all.left.shifted(first * all.left.stride()), all.right, some, 0, n);
                for (int i = 0; i < rows; i++) {
                    int row = all.cOffset + (first + i) * all.cStride;
                    assertThat(Arrays.copyOfRange(some, i * n, i * n + n)).isEqualTo(Arrays.copyOfRange(expected, row, row + n));
                }
            }
        }
    }

    @Test
    void operandsMayPackThemselves() {
        int m = 37;
        int n = 53;
        int k = BLOCK + 9;
        Operand left = formula(i -> (float) Math.sin(i));
        Operand right = formula(i -> (float) Math.cos(i));
        float[] a = new float[m * k];
        float[] b = new float[n * k];
        left.pack(0, m, 0, k, a, 0, m); // [k][m]
        right.pack(0, n, 0, k, b, 0, n); // [k][n]
        float[] expected = new float[m * n];
        float[] result = new float[m * n];
        MatrixProduct.multiply(m, n, k, Matrix.columns(a, 0, m), Matrix.columns(b, 0, n), expected, 0, n);
        MatrixProduct.multiply(m, n, k, left, right, result, 0, n);
        assertThat(result).isEqualTo(expected);
        MatrixProduct.multiply(1, n, k, left, right, result, 0, n);
        assertThat(Arrays.copyOf(result, n)).isEqualTo(Arrays.copyOf(expected, n));
    }

    private interface Formula {
        float at(int i);
    }

    private static Operand formula(Formula formula) {
        return (first, count, depthStart, depth, panel, panelOffset, width) -> {
            for (int d = 0; d < depth; d++) {
                for (int v = 0; v < width; v++) {
                    panel[panelOffset + d * width + v] = v < count ? formula.at((first + v) * 1_000 + depthStart + d) : 0f;
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void batchedProductsAreProducts(int threads) {
        Parallel.setThreads(threads);
        int count = 6;
        int m = 29;
        int n = 43;
        int k = 67;
        for (boolean accumulate : new boolean[] {false, true}) {
            float[] a = ReferenceProduct.randomFloats(count * m * k, random);
            float[] b = ReferenceProduct.randomFloats(count * n * k, random);
            float[] c = ReferenceProduct.randomFloats(count * m * n, random);
            float[] expected = c.clone();
            for (int i = 0; i < count; i++) {
                MatrixProduct.compute(m, n, k, Matrix.rows(a, i * m * k, k), Matrix.rows(b, i * n * k, k),
                        expected, i * m * n, n, accumulate, Epilogue.NONE);
            }
            MatrixProduct.batched(count, m, n, k, Matrix.rows(a, 0, k), m * k, Matrix.rows(b, 0, k), n * k, c, 0, n, m * n, accumulate);
            assertThat(c).isEqualTo(expected);
        }
    }

    @Test
    void withoutTermsOnlyTheEpilogueIsLeft() {
        float[] c = {1, 2, 3, 4, 5, 6};
        float[] bias = {-10, 20, 30};
        MatrixProduct.compute(2, 3, 0, Matrix.rows(new float[0], 0, 0), Matrix.columns(new float[0], 0, 3), c, 0, 3, true,
                Epilogue.biasPerColumn(bias, 0, true));
        assertThat(c).containsExactly(0, 22, 33, 0, 25, 36);
        MatrixProduct.multiply(2, 3, 0, Matrix.rows(new float[0], 0, 0), Matrix.columns(new float[0], 0, 3), c, 0, 3);
        assertThat(c).containsOnly(0);
        MatrixProduct.multiply(0, 3, 5, Matrix.rows(new float[0], 0, 5), Matrix.columns(new float[15], 0, 3), c, 0, 3);
        MatrixProduct.multiply(2, 0, 5, Matrix.rows(new float[10], 0, 5), Matrix.columns(new float[0], 0, 0), c, 0, 0);
    }

    @Test
    void aNotANumberStaysOne() {
        for (int m : new int[] {1, 40}) {
            int n = 40;
            float[] a = new float[m * 2];
            float[] b = new float[2 * n];
            Arrays.fill(a, -1f);
            Arrays.fill(b, 1f);
            b[7] = Float.NaN;
            float[] c = new float[m * n];
            MatrixProduct.multiply(m, n, 2, Matrix.rows(a, 0, 2), Matrix.columns(b, 0, n), c, 0, n, Epilogue.RELU);
            float[] expected = new float[m * n];
            for (int i = 0; i < m; i++) {
                expected[i * n + 7] = Float.NaN;
            }
            assertThat(c).isEqualTo(expected);
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        float[] c = new float[12];
        assertThatThrownBy(() -> MatrixProduct.multiply(3, 4, 5, Matrix.rows(new float[14], 0, 5), Matrix.columns(new float[20], 0, 4), c, 0, 4))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("left matrix is stored as 3×5").hasMessageContaining("14");
        assertThatThrownBy(() -> MatrixProduct.multiply(3, 4, 5, Matrix.rows(new float[15], 0, 5), Matrix.rows(new float[20], 1, 5), c, 0, 4))
                .hasMessageContaining("right matrix is stored as 4×5, at offset 1");
        assertThatThrownBy(() -> MatrixProduct.multiply(3, 4, 5, Matrix.rows(new float[15], 0, 5), Matrix.columns(new float[20], 0, 4), c, 1, 4))
                .hasMessageContaining("result is 3×4");
        assertThatThrownBy(() -> MatrixProduct.multiply(3, 4, 5, Matrix.rows(new float[15], 0, 5), Matrix.columns(new float[20], 0, 4), c, 0, 4,
                Epilogue.biasPerRow(new float[3], 1, false))).hasMessageContaining("bias has 2 elements").hasMessageContaining("needs 3");
        var packed = PackedMatrix.of(Matrix.columns(new float[20], 0, 4), 4, 5);
        assertThatThrownBy(() -> MatrixProduct.multiply(3, 5, 4, Matrix.rows(new float[15], 0, 4), packed, new float[15], 0, 5))
                .hasMessageContaining("packed as k=5, n=4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aProductAllocatesNextToNothing(int threads) {
        Parallel.setThreads(threads);
        var product = new ReferenceProduct(128, 128, 300, false, true, random);
        float[] c = product.c;
        long perProduct = Long.MAX_VALUE;
        // vectors are objects until the JIT has compiled the kernels
        for (int round = 0; round < 200 && perProduct > 300; round++) {
            long before = AllocatedBytes.total();
            for (int i = 0; i < 20; i++) {
                MatrixProduct.multiply(product.m, product.n, product.k, product.left, product.right, c, product.cOffset, product.cStride);
            }
            perProduct = (AllocatedBytes.total() - before) / 20;
        }
        assertThat(perProduct).isLessThanOrEqualTo(300);
    }
}
