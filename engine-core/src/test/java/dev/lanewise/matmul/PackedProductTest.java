package dev.lanewise.matmul;

import static dev.lanewise.kernel.FusedMultiplyAdd.fma;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixKernels;
import dev.lanewise.parallel.Scratch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class PackedProductTest {

    private static final int ROUNDS = 300;
    private static final int MARGIN = 3;

    private final Random random = new Random(2);

    private int rows;
    private int n;
    private int k;
    private float[] left;
    private float[] right; // [n][k]
    private float[] c;

    /* Sizes around the tile, one and two blocks deep. */
    private void choose() {
        int block = MatrixKernels.DEPTH_BLOCK;
        int lanes = Kernels.active().lanes();
        rows = 1 + random.nextInt(3 * Kernels.active().tileRows());
        n = new int[] {1, 3, lanes, 2 * lanes, 2 * lanes + 5, 4 * lanes, 64, 75}[random.nextInt(8)];
        k = new int[] {1, 2, 7, 8, 33, 64, block, block + 1, 2 * block + 5}[random.nextInt(9)];
        left = ReferenceProduct.randomFloats(MARGIN + rows * k, random);
        right = ReferenceProduct.randomFloats(n * k, random);
        c = ReferenceProduct.randomFloats(MARGIN + rows * n + MARGIN, random);
    }

    @Test
    void eachOutputIsOneChainThatStartsFromTheBias() {
        for (int round = 0; round < ROUNDS; round++) {
            choose();
            float[] bias = random.nextBoolean() ? ReferenceProduct.randomFloats(n, random) : null;
            float[] expected = c.clone();
            for (int at = 0; at < rows * n; at++) {
                expected[MARGIN + at] = chain(at / n, at % n, bias == null ? 0f : bias[at % n]);
            }
            float[] result = computed(scratch -> PackedProduct.multiply(rows, left, MARGIN, packed(), bias, c, MARGIN, scratch));
            assertThat(result).as("%d×%d×%d", rows, k, n).isEqualTo(expected);
        }
    }

    @Test
    void eachOutputIsOneChainThatStartsFromWhatIsThere() {
        for (int round = 0; round < ROUNDS; round++) {
            choose();
            float[] expected = c.clone();
            for (int at = 0; at < rows * n; at++) {
                expected[MARGIN + at] = chain(at / n, at % n, c[MARGIN + at]);
            }
            float[] result = computed(scratch -> PackedProduct.accumulate(rows, left, MARGIN, packed(), c, MARGIN, scratch));
            assertThat(result).as("%d×%d×%d", rows, k, n).isEqualTo(expected);
        }
    }

    private interface Work {
        void run(Scratch scratch);
    }

    /* With scratch memory full of NaN, which shows whoever reads what nobody wrote. */
    private float[] computed(Work work) {
        Scratch scratch = Scratch.borrow();
        for (int slot = 0; slot < Scratch.SLOTS; slot++) {
            Arrays.fill(scratch.floats(slot, 20_000), Float.NaN);
        }
        work.run(scratch);
        scratch.giveBack();
        return c;
    }

    private PackedMatrix packed() {
        return PackedMatrix.of(Matrix.rows(right, 0, k), n, k);
    }

    private float chain(int row, int column, float begin) {
        float sum = begin;
        for (int d = 0; d < k; d++) {
            sum = fma(left[MARGIN + row * k + d], right[column * k + d], sum);
        }
        return sum;
    }
}
