package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.check.GradientCheck;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Reductions;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Additive and Luong attention, attention pooling, and positions. */
class AttentionWithScoresTest {

    private static final int BATCH = 3;
    private static final int ASKING = 2;
    private static final int STEPS = 7;
    private static final int QUERY = 5;
    private static final int MEMORY = 3;
    private static final int UNITS = 11;

    private final Philox random = Philox.seeded(17);
    private final IntTensor lengths = IntTensor.of(4, 7, 1);

    private Tensor input(int... dimensions) {
        return Initializers.normal(0, 1).values(Shape.of(dimensions), random);
    }

    private interface Score {
        double of(int n, int t, int s);
    }

    private static double sum(int count, IntToDoubleFunction term) {
        return IntStream.range(0, count).mapToDouble(term).sum();
    }

    /** The formula on paper. */
    private void checkContext(Tensor found, Tensor memory, Score score, IntTensor lengths) {
        assertThat(found.shape()).isEqualTo(Shape.of(BATCH, ASKING, MEMORY));
        for (int n = 0; n < BATCH; n++) {
            for (int t = 0; t < ASKING; t++) {
                int sample = n;
                int asking = t;
                int length = lengths.get(n);
                double all = sum(length, s -> Math.exp(score.of(sample, asking, s)));
                for (int i = 0; i < MEMORY; i++) {
                    int feature = i;
                    double expected = sum(length, s -> Math.exp(score.of(sample, asking, s)) / all * memory.get(sample, s, feature));
                    assertThat((double) found.get(n, t, i)).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    @Test
    void additive() {
        AdditiveAttention layer = AdditiveAttention.of(QUERY, MEMORY, UNITS, random);
        Tensor query = input(BATCH, ASKING, QUERY);
        Tensor memory = input(BATCH, STEPS, MEMORY);
        Parameter w = layer.query().weight();
        Parameter u = layer.memory().weight();
        Parameter b = layer.memory().bias();
        checkContext(layer.forward(query, memory, lengths), memory, (n, t, s) -> sum(UNITS, h -> layer.score().weight().get(0, h) * Math.tanh(
                sum(QUERY, i -> w.get(h, i) * query.get(n, t, i)) + sum(MEMORY, i -> u.get(h, i) * memory.get(n, s, i)) + b.get(h))), lengths);
        assertThat(layer.parameters().asMap()).containsOnlyKeys("query.weight", "memory.weight", "memory.bias", "score.weight");
        GradientCheck.of(x -> layer.forward(x[0], x[1], lengths), query, memory).named("additive attention").require();
    }

    @Test
    void luong() {
        Tensor query = input(BATCH, ASKING, QUERY);
        Tensor memory = input(BATCH, STEPS, MEMORY);
        Tensor narrow = input(BATCH, ASKING, MEMORY);
        LuongAttention dot = LuongAttention.dot();
        checkContext(dot.forward(narrow, memory, lengths), memory,
                (n, t, s) -> sum(MEMORY, i -> narrow.get(n, t, i) * (double) memory.get(n, s, i)), lengths);
        LuongAttention general = LuongAttention.general(QUERY, MEMORY, random);
        Parameter w = general.weight();
        checkContext(general.forward(query, memory, lengths), memory,
                (n, t, s) -> sum(QUERY, i -> query.get(n, t, i) * sum(MEMORY, j -> w.get(i, j) * memory.get(n, s, j))), lengths);
        LuongAttention concat = LuongAttention.concat(QUERY, MEMORY, UNITS, random);
        Parameter c = concat.weight();
        checkContext(concat.forward(query, memory, lengths), memory, (n, t, s) -> sum(UNITS, h -> concat.vector().get(h) * Math.tanh(
                sum(QUERY, i -> c.get(h, i) * query.get(n, t, i)) + sum(MEMORY, i -> c.get(h, QUERY + i) * memory.get(n, s, i)))), lengths);
        for (LuongAttention layer : List.of(general, concat)) {
            GradientCheck.of(x -> layer.forward(x[0], x[1], lengths), query, memory).named("Luong attention").require();
        }
    }

    @Test
    void everyParameterIsTrained() {
        Tensor x = input(BATCH, STEPS, MEMORY);
        for (Layer layer : List.of(AdditiveAttention.of(MEMORY, MEMORY, UNITS, random), LuongAttention.general(MEMORY, MEMORY, random),
                LuongAttention.concat(MEMORY, MEMORY, UNITS, random), AttentionPooling.of(MEMORY, random),
                AttentionPooling.of(MEMORY, UNITS, random), LearnedPositions.of(STEPS + 2, MEMORY, random))) {
            try (var gradients = Gradients.of(() -> Reductions.sum(Arithmetic.square(layer.forward(x))))) {
                layer.parameters().forEach(entry ->
                        assertThat(gradients.of(entry.parameter()).toArray()).as(entry.path()).matches(AttentionWithScoresTest::someNotZero));
            }
        }
    }

    private static boolean someNotZero(float... values) {
        return IntStream.range(0, values.length).anyMatch(i -> values[i] != 0);
    }

    @Test
    void poolingIsAWeighedMeanOfTheStepsThatCount() {
        Tensor x = input(BATCH, STEPS, MEMORY);
        AttentionPooling pooling = AttentionPooling.of(MEMORY, UNITS, random);
        Tensor y = pooling.forward(x, lengths);
        Linear hidden = pooling.hidden();
        for (int n = 0; n < BATCH; n++) {
            int sample = n;
            double[] power = IntStream.range(0, lengths.get(n)).mapToDouble(t -> Math.exp(sum(UNITS, h -> pooling.score().weight().get(0, h)
                    * Math.tanh(hidden.bias().get(h) + sum(MEMORY, i -> hidden.weight().get(h, i) * x.get(sample, t, i)))))).toArray();
            for (int i = 0; i < MEMORY; i++) {
                int feature = i;
                double expected = sum(power.length, t -> power[t] * x.get(sample, t, feature)) / Arrays.stream(power).sum();
                assertThat((double) y.get(n, i)).isCloseTo(expected, within(1e-5));
            }
        }
        GradientCheck.of(inputs -> pooling.forward(inputs[0], lengths), x).named("attention pooling").require();
        assertThat(AttentionPooling.of(MEMORY, random).forward(x, IntTensor.of(0, 2, 0)).toArray()).startsWith(0, 0, 0).endsWith(0, 0, 0);
    }

    @Test
    void paddingChangesNoBit() {
        Tensor x = input(1, STEPS, MEMORY);
        Tensor padded = Tensor.zeros(Shape.of(1, STEPS + 300, MEMORY));
        Arrays.fill(padded.array(), 5f);
        System.arraycopy(x.array(), 0, padded.array(), 0, x.size());
        IntTensor length = IntTensor.of(STEPS);
        Tensor query = input(1, ASKING, MEMORY);
        AttentionPooling pooling = AttentionPooling.of(MEMORY, random);
        assertThat(pooling.forward(padded, length).toArray()).isEqualTo(pooling.forward(x).toArray());
        AdditiveAttention additive = AdditiveAttention.of(MEMORY, MEMORY, UNITS, random);
        assertThat(additive.forward(query, padded, length).toArray()).isEqualTo(additive.forward(query, x, null).toArray());
        LuongAttention general = LuongAttention.general(MEMORY, MEMORY, random);
        assertThat(general.forward(query, padded, length).toArray()).isEqualTo(general.forward(query, x, null).toArray());
    }

    @Test
    void sinusoidalPositionsAreThoseOfThePaper() {
        SinusoidalPositions layer = SinusoidalPositions.of(50, 7);
        Tensor y = layer.forward(Tensor.zeros(Shape.of(2, 41, 7)));
        for (int t = 0; t < 41; t++) {
            for (int i = 0; i < 7; i++) {
                double angle = t / Math.pow(10000, i / 2 * 2 / 7.0);
                assertThat((double) y.get(1, t, i)).isCloseTo(i % 2 == 0 ? Math.sin(angle) : Math.cos(angle), within(1e-6));
            }
        }
        assertThat(layer.parameters().trainable()).isEmpty();
        layer.parameters().unfreeze();
        assertThat(layer.parameters().trainable()).isEmpty();
        assertThat(layer.parameters().get("pe").isFrozen()).isTrue();
    }

    @Test
    void learnedPositionsAreAddedToEachSequence() {
        LearnedPositions layer = LearnedPositions.of(5, 2, random);
        Parameter x = Parameter.of(input(3, 4, 2));
        try (var gradients = Gradients.of(() -> Reductions.sum(layer.forward(x)))) {
            assertThat(gradients.of(layer.weight()).toArray()).containsExactly(3, 3, 3, 3, 3, 3, 3, 3, 0, 0);
            assertThat(gradients.of(x).toArray()).containsOnly(1);
        }
        assertThat(layer.predict(x).get(2, 3, 1)).isEqualTo(x.get(2, 3, 1) + layer.weight().get(3, 1));
    }

    private static void fails(Runnable work, String... message) {
        var thrown = assertThatIllegalArgumentException().isThrownBy(work::run);
        for (String part : message) {
            thrown.withMessageContaining(part);
        }
    }

    @Test
    void whatDoesNotFitIsReported() {
        AdditiveAttention additive = AdditiveAttention.of(QUERY, MEMORY, UNITS, random);
        fails(() -> additive.forward(input(BATCH, QUERY), input(BATCH, STEPS, MEMORY), null), "queries [batch, steps, features=5], found [3, 5]");
        fails(() -> additive.forward(input(BATCH, 1, QUERY), input(BATCH, STEPS, 4), null), "memories [batch, steps, features=3], found [3, 7, 4]");
        fails(() -> additive.forward(input(2, 1, QUERY), input(BATCH, STEPS, MEMORY), null), "different batches");
        fails(() -> additive.forward(input(BATCH, 1, QUERY), input(BATCH, STEPS, MEMORY), IntTensor.of(1, 2, 8)),
                "length 8 of sample 2", "allows 0 to 7");
        fails(() -> additive.forward(input(BATCH, 1, QUERY), input(BATCH, STEPS, MEMORY), IntTensor.of(1, 2)), "needs lengths [3], found [2]");
        fails(() -> new AdditiveAttention(Linear.of(2, 3, random), Linear.of(2, 4, random), Linear.of(3, 1, random)), "[3, 2], [4, 2] and [1, 3]");
        fails(() -> LuongAttention.dot().forward(input(BATCH, 1, QUERY), input(BATCH, STEPS, MEMORY), null), "queries", "features=3");
        fails(() -> LuongAttention.general(QUERY, MEMORY, random).forward(input(BATCH, 1, QUERY), input(BATCH, STEPS, 4), null), "memories");
        fails(() -> new LuongAttention(LuongAttention.Score.CONCAT, Parameter.of(input(3, 4)), null), "a vector [units]", "no vector");
        fails(() -> AttentionPooling.of(MEMORY, random).forward(input(BATCH, STEPS)), "[3, 7]; did you leave out");
        fails(() -> new AttentionPooling(Linear.of(3, 4, random), null), "[4, 3] and none");
        fails(() -> LearnedPositions.of(3, 2, random).forward(input(1, 4, 2)), "have 4 steps, the table [3, 2] has 3; cut them");
        fails(() -> SinusoidalPositions.of(3, 2).forward(input(1, 3, 5)), "features=2");
    }
}
