package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import java.util.stream.IntStream;
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
