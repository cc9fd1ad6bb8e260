package dev.lanewise.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.random.Philox;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernels of small convolutions against the loops of their contracts, bit for bit, at sizes around the tiles and lanes. */
@Tag("kernels")
class ConvolutionKernelsTest {

    private final Philox random = Philox.seeded(31);
    private final Kernels kernels = Kernels.active();

    private float[] normal(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void laneProductsAreThoseOfTheContract() {
        for (int rows : new int[] {1, 3, 4, 5, 11}) {
            for (int columns : new int[] {1, 2, 3, 7, 9}) {
                for (int n : new int[] {0, 1, 3, 4, 5, 15, 16, 17, 31, 33, 67}) {
                    laneProducts(rows, columns, n);
                }
            }
        }
    }

    @Test
    void windowRowsAreThoseOfTheContract() {
        int pitch = 80;
        int step = 75;
        float[] image = normal(7 * pitch);
        for (int places : new int[] {0, 1, 3, 4, 5, 15, 16, 17, 31, 32, 33, 67}) {
            float[] rows = new float[6 * step];
            kernels.copyWindowRows(places, 2, 3, image, 5, 2 * pitch, rows, 7, step);
            float[] expected = new float[rows.length];
            for (int element = 0; element < 6; element++) {
                System.arraycopy(image, 5 + element / 3 * 2 * pitch + element % 3, expected, 7 + element * step, places);
            }
            assertThat(rows).as("%d places", places).isEqualTo(expected);
        }
    }

    /* Steps and places that overlap nowhere, and runs that add to the places of their neighbours. */
    @Test
    void winogradStepsAreThoseOfTheContract() {
        int runs = 3;
        for (int count : new int[] {16, 32, 48}) {
            float[] x = normal(11 + 4 * 200 + runs * count);
            float[] inputs = new float[5 + 4 * 210 + runs * count];
            float[] outputs = inputs.clone();
            float[] outputGradients = inputs.clone();
            float[] old = normal(7 + 4 * count + runs * 2 * count);
            float[] inputGradients = old.clone();
            kernels.winogradInput(runs, count, x, 11, 200, count, inputs, 5, 210, count);
            kernels.winogradOutput(runs, count, x, 11, 200, count, outputs, 5, 210, count);
            kernels.winogradOutputGradient(runs, count, x, 11, 200, count, outputGradients, 5, 210, count);
            kernels.winogradInputGradient(runs, count, x, 11, 200, count, inputGradients, 7, count, 2 * count);
            for (int i = 0; i < runs * count; i++) {
                float x0 = x[11 + i];
                float x1 = x[211 + i];
                float x2 = x[411 + i];
                float x3 = x[611 + i];
                assertThat(quadruple(inputs, i)).containsExactly(x0 - x2, x1 + x2, x2 - x1, x1 - x3);
                assertThat(quadruple(outputs, i)).containsExactly(x0 + x1 + x2, x1 - x2 - x3, 0f, 0f);
                assertThat(quadruple(outputGradients, i)).containsExactly(x0, x0 + x1, x0 - x1, -x1);
                int at = 7 + i / count * 2 * count + i % count;
                old[at] += x0;
                old[at + count] += x1 - x2 + x3;
                old[at + 2 * count] += x1 + x2 - x0;
                old[at + 3 * count] -= x3;
            }
            assertThat(inputGradients).isEqualTo(old);
        }
    }

    private static float[] quadruple(float[] results, int i) {
        return new float[] {results[5 + i], results[215 + i], results[425 + i], results[635 + i]};
    }

    @Test
    void laneProductsThatUnderflowKeepTheirSign() {
        for (int n : new int[] {1, 5, 16, 17, 21, 27, 33}) {
            float[] a = new float[3 + 5 * (n + 2)];
            float[] b = new float[5 + 4 * (n + 1)];
            Arrays.fill(a, 1e-30f);
            Arrays.fill(b, -1e-30f);
            float[] negativeZeros = new float[5 * 4 * LaneProductKernels.SUM_LANES];
            Arrays.fill(negativeZeros, -0f);
            laneProducts(5, 4, n, a, b, negativeZeros);
            laneProducts(5, 4, n, a, b, new float[negativeZeros.length]);
        }
    }

    private void laneProducts(int rows, int columns, int n) {
        laneProducts(rows, columns, n, normal(3 + rows * (n + 2)), normal(5 + columns * (n + 1)),
                normal(rows * columns * LaneProductKernels.SUM_LANES));
    }

    private void laneProducts(int rows, int columns, int n, float[] a, float[] b, float[] expected) {
        float[] sums = expected.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                for (int p = 0; p < n; p++) {
                    int lane = (i * columns + j) * LaneProductKernels.SUM_LANES + p % LaneProductKernels.SUM_LANES;
                    expected[lane] = FusedMultiplyAdd.fma(a[3 + i * (n + 2) + p], b[5 + j * (n + 1) + p], expected[lane]);
                }
            }
        }
        kernels.addLaneProducts(rows, columns, n, a, 3, n + 2, b, 5, n + 1, sums);
        assertThat(sums).as("%d×%d outputs, %d places", rows, columns, n).isEqualTo(expected);
    }

    @Test
    void shallowProductsAreThoseOfTheContract() {
        int narrowest = kernels.shallowColumns();
        for (int rows : new int[] {1, 3, 4, 5, 9}) {
            for (int columns : new int[] {narrowest, narrowest + 1, 2 * narrowest - 1, 2 * narrowest + 3}) {
                for (int depth : new int[] {1, 2, 9, 27}) {
                    shallowProduct(rows, columns, depth);
                }
            }
        }
    }

    private void shallowProduct(int rows, int columns, int depth) {
        float[] a = normal(2 + rows * depth);
        float[] b = normal(1 + depth * (columns + 3));
        float[] expected = normal(6 + rows * (columns + 5));
        float[] c = expected.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0f;
                for (int k = 0; k < depth; k++) {
                    sum = FusedMultiplyAdd.fma(a[2 + i * depth + k], b[1 + k * (columns + 3) + j], sum);
                }
                expected[6 + i * (columns + 5) + j] = sum;
            }
        }
        kernels.shallowProduct(rows, columns, depth, a, 2, b, 1, columns + 3, c, 6, columns + 5);
        assertThat(c).as("%d×%d outputs, %d terms", rows, columns, depth).isEqualTo(expected);
    }
}
