package dev.lanewise.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.scalar.ScalarKernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels of this JVM against the scalar ones, bit for bit, for lengths on both sides of 4, 8, 16 and 32 lanes. */
@Tag("kernels")
class ActiveKernelsTest {

    private static final Kernels ACTIVE = Kernels.active();
    private static final Kernels SCALAR = new ScalarKernels();
    private static final float[] SPECIAL = {0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE,
        -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 88.8f, 88.72284f, -87.4f, -103.9f, -104f, 0.625f, 1e-4f};
    private static final int GUARD = 3;

    private interface Unary {
        void apply(Kernels kernels, float[] x, float[] y, int from, int to);
    }

    private interface Reduction {
        float apply(Kernels kernels, float[] x, int from, int to);
    }

    private static float[] random(int length, double scale, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return values;
    }

    private static void assertSameElements(String name, float[] x, Unary kernel) {
        float[] expected = new float[x.length];
        float[] found = new float[x.length];
        Arrays.fill(expected, 7f);
        Arrays.fill(found, 7f);
        kernel.apply(SCALAR, x, expected, GUARD, x.length - GUARD);
        kernel.apply(ACTIVE, x, found, GUARD, x.length - GUARD);
        for (int i = 0; i < x.length; i++) {
            assertThat(Float.floatToIntBits(found[i])).as("%s(%s) of %s at %d of %d", name, x[i], ACTIVE.name(), i, x.length)
                    .isEqualTo(Float.floatToIntBits(expected[i]));
        }
    }

    private static void assertSameElementwise(float[] x) {
        assertSameElements("exp", x, Kernels::exp);
        assertSameElements("expMinusOne", x, Kernels::expMinusOne);
        assertSameElements("log", x, Kernels::log);
        assertSameElements("tanh", x, Kernels::tanh);
        assertSameElements("tanh in place", x, (kernels, in, out, from, to) -> {
            System.arraycopy(in, from, out, from, to - from);
            kernels.tanh(out, out, from, to);
        });
        assertSameElements("sigmoid", x, Kernels::sigmoid);
        assertSameElements("gelu", x, Kernels::gelu);
        float[] dy = random(x.length, 1, 5);
        assertSameElements("normalDistribution", x, Kernels::normalDistribution);
        assertSameElements("geluGradient", x, (kernels, in, out, from, to) -> kernels.geluGradient(in, in, dy, out, from, to));
        assertSameElements("relu", x, Kernels::relu);
        assertSameElements("reluGradient", x, (kernels, in, out, from, to) -> kernels.reluGradient(in, dy, out, from, to));
        assertSameElements("expOfScores", x, (kernels, in, out, from, to) -> {
            System.arraycopy(in, from, out, from, to - from);
            kernels.expOfScores(out, 0.7f, 1.3f, from, to);
        });
        assertSameElements("scoreGradients", x, (kernels, in, out, from, to) -> {
            System.arraycopy(in, from, out, from, to - from);
            kernels.scoreGradients(dy, out, 0.3f, 1.7f, from, to);
        });
        assertSameElements("expAndSum", x, (kernels, in, out, from, to) -> kernels.expAndSum(in, 0.5f, out, from, to));
    }

    private static void assertSameSums(float[] x) {
        float[] y = random(x.length + 1, 1, 6);
        assertSame("sum", x, Kernels::sum);
        assertSame("max", x, Kernels::max);
        assertSame("dot", x, (kernels, in, from, to) -> kernels.dot(in, from, y, from + 1, to - from));
        assertSame("squaredDistance", x, (kernels, in, from, to) -> kernels.squaredDistance(in, 0.3f, from, to));
        assertSame("centeredDot", x, (kernels, in, from, to) -> kernels.centeredDot(in, from, 0.3f, y, from + 1, to - from));
        assertSame("expAndSum", x, (kernels, in, from, to) -> kernels.expAndSum(in, 0.3f, new float[in.length], from, to));
    }

    private static void assertSame(String name, float[] x, Reduction kernel) {
        float expected = kernel.apply(SCALAR, x, GUARD, x.length - GUARD);
        float found = kernel.apply(ACTIVE, x, GUARD, x.length - GUARD);
        assertThat(Float.floatToIntBits(found)).as("%s of %d floats by %s: %s, expected %s", name, x.length, ACTIVE.name(), found, expected)
                .isEqualTo(Float.floatToIntBits(expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 127, 131, 257})
    void agreeForEveryLength(int length) {
        for (double scale : new double[] {0.1, 1, 3, 60}) {
            float[] x = random(length + 2 * GUARD, scale, length);
            assertSameElementwise(x);
            assertSameSums(x);
        }
    }

    @Test
    void agreeForFloatsOfEveryMagnitude() {
        float[] x = new float[1 << 16];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(i * 65_521);
        }
        assertSameElementwise(x);
    }

    @Test
    void agreeForSpecialValues() {
        float[] x = new float[SPECIAL.length * 32];
        for (int i = 0; i < x.length; i++) {
            x[i] = SPECIAL[i * 7 % SPECIAL.length];
        }
        assertSameElementwise(x);
        for (float special : SPECIAL) {
            for (int at = GUARD; at < 70; at += 5) {
                float[] one = random(71 + GUARD, 1, at);
                one[at] = special;
                assertSameSums(one);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 8, 15, 16, 17, 33, 67})
    void normalizationAgrees(int length) {
        for (Kernels kernels : new Kernels[] {SCALAR, ACTIVE}) {
            assertThat(standardized(kernels, length)).as(kernels.name()).isEqualTo(standardized(SCALAR, length));
        }
    }

    private static float[] standardized(Kernels kernels, int n) {
        float[] x = random(n + GUARD, 1, 1);
        float[] weight = random(n, 1, 2);
        float[] y = new float[5 * n + 2 * GUARD];
        kernels.standardize(x, GUARD, 0.3f, 1.7f, weight, random(n, 1, 3), y, GUARD, n);
        kernels.weigh(x, GUARD, weight, y, GUARD + n, n);
        for (int row = 0; row < 2; row++) {
            kernels.addStandardizedProducts(x, random(n + GUARD, 1, 4 + row), GUARD, 0.3f, 1.7f, y, GUARD + 2 * n, n);
        }
        return y;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 63, 64, 65, 131})
    void windowsAgree(int columns) {
        assertThat(windows(ACTIVE, columns)).isEqualTo(windows(SCALAR, columns));
    }

    private static float[] windows(Kernels kernels, int columns) {
        int rows = 3;
        int pitch = columns + 2;
        int[] offsets = {0, 1, 2, pitch, pitch + 1, 2 * pitch + 2};
        float[] x = random(GUARD + (rows + 2) * pitch, 1, columns);
        for (int i = 0; i < x.length; i++) { // ties, both zeros, and NaN
            x[i] = i % 37 == 5 ? Float.NaN : Math.round(x[i] * 2) / 2f;
        }
        float[] y = new float[3 * rows * columns + pitch * (rows + 2) + GUARD];
        kernels.windowSums(rows, columns, offsets.length, random(offsets.length + 1, 1, 2), 1, offsets, x, GUARD, pitch, y, 0, columns);
        kernels.windowMaxima(rows, columns, offsets.length, offsets, x, GUARD, pitch, y, rows * columns, columns);
        kernels.windowMaxima(1, columns, offsets.length, offsets, x, GUARD, pitch, y, 2 * rows * columns, columns);
        float[] largest = Arrays.copyOfRange(y, rows * columns, (rows + 1) * columns);
        float[] dx = new float[x.length];
        for (int offset : offsets) {
            kernels.giveToMaxima(columns, x, GUARD + offset, largest, random(columns, 1, 3), dx);
        }
        System.arraycopy(dx, 0, y, 3 * rows * columns, dx.length);
        return y;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 8, 15, 16, 17, 33})
    void pairsAreSplitAndJoined(int pairs) {
        float[] x = random(GUARD + 2 * pairs, 1, 1);
        float[] plane = new float[2 * pairs + 2];
        ACTIVE.splitPairs(x, GUARD, pairs, plane, pairs + 2, 1);
        for (int i = 0; i < pairs; i++) {
            assertThat(plane[pairs + 2 + i]).isEqualTo(x[GUARD + 2 * i]);
            assertThat(plane[1 + i]).isEqualTo(x[GUARD + 2 * i + 1]);
        }
        float[] joined = x.clone();
        Arrays.fill(joined, GUARD, x.length, 0f);
        ACTIVE.joinPairs(plane, pairs + 2, 1, pairs, joined, GUARD);
        assertThat(joined).isEqualTo(x);
    }

    @Test
    void maximumOfNothingIsNegativeInfinity() {
        assertThat(ACTIVE.max(new float[5], 2, 2)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void sumsFollowTheContract() {
        float[] x = random(1003, 1, 9);
        float[] lane = new float[ReductionKernels.LANES];
        float[] rest = new float[4];
        int whole = x.length - x.length % lane.length;
        for (int i = 0; i < whole; i++) {
            lane[i % lane.length] += x[i];
        }
        for (int i = whole; i < x.length; i++) {
            rest[i % 4] += x[i];
        }
        assertThat(ACTIVE.sum(x, 0, x.length)).isEqualTo(ReductionKernels.join(lane) + ((rest[0] + rest[2]) + (rest[1] + rest[3])));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 15, 16, 17, 31, 33})
    void poolingAgrees(int outputWidth) {
        int outputHeight = 3;
        for (int width : new int[] {2 * outputWidth, 2 * outputWidth + 1}) {
            float[] x = random(GUARD + 2 * outputHeight * width + 1, 1, width);
            for (int i = 0; i < x.length; i++) { // ties, both zeros, and NaN
                x[i] = i % 37 == 5 ? Float.NaN : Math.round(x[i] * 2) / 2f;
            }
            float[] y = pool(SCALAR, x, width, outputHeight, outputWidth);
            assertThat(pool(ACTIVE, x, width, outputHeight, outputWidth)).isEqualTo(y);
            for (int behind : new int[] {0, 32}) { // only one of the two arrays may go on behind the image
                float[] maxima = Arrays.copyOf(y, y.length + behind);
                float[] dy = Arrays.copyOf(random(GUARD + outputHeight * outputWidth, 1, 4), GUARD + outputHeight * outputWidth + 32 - behind);
                assertThat(gradient(ACTIVE, x, width, maxima, dy, outputHeight, outputWidth))
                        .isEqualTo(gradient(SCALAR, x, width, maxima, dy, outputHeight, outputWidth));
            }
        }
    }

    private static float[] pool(Kernels kernels, float[] x, int width, int outputHeight, int outputWidth) {
        float[] y = new float[GUARD + outputHeight * outputWidth + GUARD];
        kernels.maxPool2x2(x, GUARD, width, y, GUARD, outputHeight, outputWidth);
        return y;
    }

    private static float[] gradient(Kernels kernels, float[] x, int width, float[] y, float[] dy, int outputHeight, int outputWidth) {
        float[] dx = new float[x.length];
        kernels.maxPool2x2Gradient(x, dx, GUARD, width, y, dy, GUARD, outputHeight, outputWidth);
        return dx;
    }

    @Test
    void theKernelsAreThoseThatWereAskedFor() {
        String asked = System.getProperty(KernelSelection.KERNELS_PROPERTY);
        String bits = System.getProperty(KernelSelection.VECTOR_BITS_PROPERTY);
        if ("scalar".equals(asked)) {
            assertThat(ACTIVE.name()).isEqualTo("scalar");
            assertThat(ACTIVE.lanes()).isEqualTo(1);
            assertThat(KernelSelection.reason()).contains("-Dlanewise.kernels=scalar");
        } else if (ACTIVE.lanes() > 1) {
            assertThat(ACTIVE.name()).isEqualTo("simd, " + 32 * ACTIVE.lanes() + " bits");
            assertThat(ACTIVE.lanes()).isIn(4, 8, 16);
            if (bits != null) {
                assertThat(32 * ACTIVE.lanes()).isLessThanOrEqualTo(Integer.parseInt(bits));
            }
        } else {
            assertThat(KernelSelection.reason()).isNotEmpty();
        }
        assertThat(KernelsChosen.get()).isTrue();
    }
}
