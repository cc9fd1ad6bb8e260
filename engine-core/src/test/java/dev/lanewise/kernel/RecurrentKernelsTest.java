package dev.lanewise.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.scalar.ScalarKernels;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cells of recurrent networks: the kernels of this JVM against the scalar ones, bit for bit, and nothing written beside a row. */
@Tag("kernels")
class RecurrentKernelsTest {

    private static final int BEFORE = 3;
    private static final int BEHIND = 5;

    /* Works on rows of n values (four times as many for the first array) that begin at 3, 4, 5, … in their arrays. */
    private interface Kernel {
        void run(Kernels kernels, int n, float[] gates, float[] a, float[] b, float[] c, float[] d);
    }

    private static void assertSame(String name, int n, Kernel kernel) {
        float[][] expected = arrays(n);
        float[][] found = arrays(n);
        kernel.run(new ScalarKernels(), n, expected[0], expected[1], expected[2], expected[3], expected[4]);
        kernel.run(Kernels.active(), n, found[0], found[1], found[2], found[3], found[4]);
        float[][] untouched = arrays(n);
        boolean changed = false;
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("%s of %d, array %d", name, n, i).isEqualTo(expected[i]);
            for (int j = 0; j < found[i].length; j++) {
                boolean outside = j < BEFORE + i || j >= found[i].length - BEHIND;
                assertThat(!outside || found[i][j] == untouched[i][j]).as("%s of %d, array %d at %d", name, n, i, j).isTrue();
                changed |= found[i][j] != untouched[i][j];
            }
        }
        assertThat(changed).as(name).isTrue();
    }

    private static float[][] arrays(int n) {
        Random random = new Random(n);
        float[][] arrays = new float[5][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new float[BEFORE + i + (i < 2 ? 4 : 1) * n + BEHIND];
            for (int j = 0; j < arrays[i].length; j++) {
                arrays[i][j] = (float) random.nextGaussian();
            }
        }
        return arrays;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 8, 15, 16, 17, 31, 37, 64})
    void rowsHaveTheSameBits(int n) {
        assertSame("lstmCell", n, (k, m, gates, a, b, c, d) -> k.lstmCell(m, gates, 3, b, 5, c, 6));
        for (boolean relu : new boolean[] {false, true}) {
            assertSame("lstmGradient", n, (k, m, gates, a, b, c, d) -> k.lstmGradient(m, relu, gates, 3, a, 4, b, 5, c, 6, d, 7));
            assertSame("cellGradient", n, (k, m, gates, a, b, c, d) -> k.cellGradient(m, relu, b, 5, c, 6, d, 7));
        }
        assertSame("gruCandidate", n, (k, m, gates, a, b, c, d) -> k.gruCandidate(m, gates, 3, a, 4));
        assertSame("gruState", n, (k, m, gates, a, b, c, d) -> k.gruState(m, gates, 3, b, 5, c, 6));
        assertSame("gruGradient", n, (k, m, gates, a, b, c, d) -> k.gruGradient(m, gates, 3, a, 4, b, 5, c, 6));
        assertSame("productOfRows", n, (k, m, gates, a, b, c, d) -> k.productOfRows(m, b, 5, c, 6, d, 7));
        assertSame("addToRow", n, (k, m, gates, a, b, c, d) -> k.addToRow(m, b, 5, c, 6));
    }
}
