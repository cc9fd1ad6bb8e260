package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.op.Window2d;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InitializersTest {

    private static final Shape WEIGHT = Shape.of(61, 17, 5, 3); // fan in 255, fan out 915
    private static final int FAN_IN = 17 * 15;
    private static final int FAN_OUT = 61 * 15;

    private static void hasDeviation(Initializer initializer, double expected, boolean bounded) {
        float[] values = initializer.values(WEIGHT, Philox.seeded(8)).toArray();
        double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
        double variance =
                IntStream.range(0, values.length).mapToDouble(i -> (values[i] - mean) * (values[i] - mean)).average().orElseThrow();
        double largest = IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).max().orElseThrow();
        assertThat(mean).isCloseTo(0, within(0.03 * expected));
        assertThat(Math.sqrt(variance)).isCloseTo(expected, within(0.02 * expected));
        if (bounded) {
            assertThat(largest).isBetween(0.99 * Math.sqrt(3) * expected, Math.sqrt(3) * expected * (1 + 1e-7));
        } else {
            assertThat(largest).isGreaterThan(3 * expected);
        }
    }

    @Test
    void deviations() {
        hasDeviation(Initializers.kaimingUniform(Fan.IN, Initializers.RELU), Math.sqrt(2.0 / FAN_IN), true);
        hasDeviation(Initializers.kaimingNormal(Fan.OUT, Initializers.RELU), Math.sqrt(2.0 / FAN_OUT), false);
        hasDeviation(Initializers.xavierUniform(Initializers.TANH), 5.0 / 3 * Math.sqrt(2.0 / (FAN_IN + FAN_OUT)), true);
        hasDeviation(Initializers.kaimingUniform(), Math.sqrt(2.0 / FAN_IN), true);
        hasDeviation(Initializers.kaimingNormal(), Math.sqrt(2.0 / FAN_IN), false);
        hasDeviation(Initializers.lecunUniform(), Math.sqrt(1.0 / FAN_IN), true);
        hasDeviation(Initializers.lecunNormal(), Math.sqrt(1.0 / FAN_IN), false);
        hasDeviation(Initializers.normal(0, 0.3), 0.3, false);
        hasDeviation(Initializers.uniform(-1, 1), 1 / Math.sqrt(3), true);
        hasDeviation(Initializers.xavierNormal(Initializers.LINEAR), Math.sqrt(2.0 / (FAN_IN + FAN_OUT)), false);
    }

    @Test
    void theDefaultIsThatOfPyTorch() {
        float[] weight = Linear.of(64, 1000, Philox.seeded(1)).weight().toArray();
        float largest = 0;
        for (float value : weight) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.1249f, 0.125f); // 1/√64
    }

    @Test
    void constants() {
        assertThat(Initializers.constant(0.5f).values(Shape.of(2, 2), Philox.seeded(1)).toArray()).containsOnly(0.5f);
        assertThat(Initializers.zeros().values(Shape.of(3), Philox.seeded(1)).toArray()).containsOnly(0);
        assertThat(Initializers.ones().values(Shape.of(3), Philox.seeded(1)).toArray()).containsOnly(1);
    }

    @Test
    void gains() {
        assertThat(Initializers.gain(new Relu())).isEqualTo(Math.sqrt(2));
        assertThat(Initializers.gain(new LeakyRelu(0.5f))).isEqualTo(Math.sqrt(1.6));
        assertThat(Initializers.gain(new Tanh())).isEqualTo(5.0 / 3);
        assertThat(Initializers.gain(new Selu())).isEqualTo(0.75);
        assertThat(Initializers.gain(new Sigmoid())).isEqualTo(Initializers.gain(new Identity())).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Initializers.gain(new Mish())).withMessageContaining("Mish");
    }

    @Property(tries = 12, seed = "20261107")
    void truncatedNormalHasTheMomentsOfItsDensity(@ForAll @DoubleRange(min = -3, max = 0) double a,
            @ForAll @DoubleRange(min = 0, max = 3) double b) {
        Assume.that(b - a > 0.01);
        double mass = 0;
        double mean = 0;
        double square = 0;
        int steps = 20_000;
        for (int i = 0; i < steps; i++) {
            double x = a + (b - a) * (i + 0.5) / steps;
            double density = Math.exp(-0.5 * x * x);
            mass += density;
            mean += x * density;
            square += x * x * density;
        }
        mean /= mass;
        double deviation = Math.sqrt(square / mass - mean * mean);
        float[] values = Initializers.truncatedNormal(5, 2, 5 + 2 * a, 5 + 2 * b).values(Shape.of(40_000), Philox.seeded(3)).toArray();
        double foundMean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
        double foundSquare = IntStream.range(0, values.length).mapToDouble(i -> Math.pow(values[i] - foundMean, 2)).average().orElseThrow();
        for (float value : values) {
            assertThat((double) value).isBetween(5 + 2 * a - 1e-6, 5 + 2 * b + 1e-6);
        }
        assertThat(foundMean).isCloseTo(5 + 2 * mean, within(5 * 2 * deviation / Math.sqrt(values.length)));
        assertThat(Math.sqrt(foundSquare)).isCloseTo(2 * deviation, within(0.02 * 2 * deviation));
    }

    @Test
    void truncatedNormalNeedsBoundsAroundTheMean() {
        assertThatIllegalArgumentException().isThrownBy(() -> Initializers.truncatedNormal(0, 1, 2, -2)).withMessageContaining("low 2.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Initializers.truncatedNormal(3, 1, -2, 2)).withMessageContaining("mean 3.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Initializers.truncatedNormal(0, 0, -2, 2)).withMessageContaining("deviation");
        assertThatIllegalArgumentException().isThrownBy(() -> Initializers.truncatedNormal(0, Double.NaN, -2, 2));
    }

    @Property(tries = 100, seed = "20261107")
    void rowsOrColumnsOfAnOrthogonalMatrixAreOrthonormal(@ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 5) int channels, @ForAll @IntRange(min = 1, max = 3) int window, @ForAll long seed) {
        int columns = channels * window * window;
        float[] q = Initializers.orthogonal(1.5).values(Shape.of(rows, channels, window, window), Philox.seeded(seed)).toArray();
        boolean tall = rows > columns;
        int vectors = Math.min(rows, columns);
        for (int i = 0; i < vectors; i++) {
            for (int j = 0; j < vectors; j++) {
                double dot = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    dot += (double) q[tall ? k * columns + i : i * columns + k] * q[tall ? k * columns + j : j * columns + k];
                }
                assertThat(dot).as("vectors %d and %d of %d×%d", i, j, rows, columns).isCloseTo(i == j ? 1.5 * 1.5 : 0, within(1e-5));
            }
        }
    }

    /* Each entry of a random rotation has variance 1/n; a method that prefers some rotations shows it at the diagonal. */
    @Test
    void orthogonalMatricesPreferNoDirection() {
        int n = 5;
        double[] mean = new double[n * n];
        double[] square = new double[n * n];
        Philox random = Philox.seeded(4);
        int draws = 4000;
        for (int draw = 0; draw < draws; draw++) {
            float[] q = Initializers.orthogonal(1).values(Shape.of(n, n), random).toArray();
            for (int i = 0; i < q.length; i++) {
                mean[i] += q[i] / (double) draws;
                square[i] += (double) q[i] * q[i] / draws;
            }
        }
        for (int i = 0; i < mean.length; i++) {
            assertThat(mean[i]).isCloseTo(0, within(5 * Math.sqrt(1.0 / n / draws)));
            assertThat(square[i]).isCloseTo(1.0 / n, within(0.02));
        }
    }

    @Test
    void orthogonalNeedsAMatrix() {
        assertThatIllegalArgumentException().isThrownBy(() -> Initializers.orthogonal(1).values(Shape.of(3), Philox.seeded(1)))
                .withMessageContaining("orthogonal").withMessageContaining("[3]");
    }

    @Test
    void layersTakeAnInitializer() {
        var linear = Linear.of(5, 7, Initializers.kaimingNormal(), Philox.seeded(3));
        assertThat(linear.weight().toArray()).isEqualTo(Initializers.kaimingNormal().values(Shape.of(7, 5), Philox.seeded(3)).toArray());
        assertThat(linear.bias().toArray()).hasSize(7).containsOnly(0);
        var conv = Conv2d.of(4, 6, Window2d.square(3), 2, Initializers.orthogonal(1), Philox.seeded(3));
        assertThat(conv.weight().toArray())
                .isEqualTo(Initializers.orthogonal(1).values(Shape.of(6, 2, 3, 3), Philox.seeded(3)).toArray());
        assertThat(conv.bias().toArray()).hasSize(6).containsOnly(0);
    }

    @Test
    void parametersThatExistTakeAnInitializer() {
        var model = Sequential.of(Linear.of(3, 5, Philox.seeded(1)), new Relu(), Linear.of(5, 2, Philox.seeded(2)));
        float[] bias = model.parameters().get("2.bias").toArray();
        model.parameters().matching("*.weight").initialize(Initializers.constant(3), Philox.seeded(1));
        assertThat(model.parameters().get("0.weight").toArray()).containsOnly(3);
        assertThat(model.parameters().get("2.weight").toArray()).containsOnly(3);
        assertThat(model.parameters().get("2.bias").toArray()).isEqualTo(bias);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.parameters().matching("2.*").initialize(Initializers.orthogonal(1), Philox.seeded(1)))
                .withMessageStartingWith("parameters: 2.bias: orthogonal: ");
    }

    /* The bits of a seed are part of the contract: fixed values, computed once. */
    @Test
    void aSeedGivesTheSameBitsEverywhere() {
        assertThat(Linear.of(13, 11, Philox.seeded(42)).parameters().fingerprint()).isEqualTo(
                "aa719a45c975a114b99c86f0cadafb325a0aafd35dcb1d33cad678584fb9f8ff");
        var normal = Initializers.kaimingNormal(Fan.IN, Initializers.RELU).parameter(Shape.of(7, 5), Philox.seeded(42));
        assertThat(new Linear(normal, null).parameters().fingerprint()).isEqualTo(
                "a2ac700e8c3978a87f913c35c94ddd49242f2eb14c3f9a2d9a1080111e74abee");
    }

    @Test
    void aFanNeedsTwoDimensions() {
        assertThatIllegalArgumentException().isThrownBy(() -> Initializers.xavierNormal(1).values(Shape.of(3), Philox.seeded(1)))
                .withMessageContaining("at least two dimensions").withMessageContaining("[3]");
    }
}
