package dev.lanewise.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {

    private static final Tensor TENTHS = logits(0.1, 0.4, 0.2, 0.3);

    private static Tensor logits(double... probabilities) {
        float[] values = new float[probabilities.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.log(probabilities[i]) + 5; // softmax does not see what is added to all
        }
        return Tensor.of(Shape.of(1, values.length), values);
    }

    private static Tensor randomLogits(long seed, int count) {
        Philox random = Philox.seeded(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (3 * random.nextGaussian());
        }
        return Tensor.wrap(Shape.of(count), values);
    }

    private static int[] byProbability(float[] probabilities) {
        return IntStream.range(0, probabilities.length).boxed()
                .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a])).mapToInt(Integer::intValue).toArray();
    }

    @Test
    void theStandardIsSoftmax() {
        assertThat(Sampling.standard().probabilities(TENTHS).toArray()).containsExactly(new float[] {0.1f, 0.4f, 0.2f, 0.3f}, within(1e-6f));
    }

    @Test
    void temperatureIsAPowerOfTheProbabilities() {
        // t = 1/2 squares them: 1, 16, 4, 9 of 30
        assertThat(Sampling.standard().temperature(0.5).probabilities(TENTHS).toArray())
                .containsExactly(new float[] {1 / 30f, 16 / 30f, 4 / 30f, 9 / 30f}, within(1e-6f));
        assertThat(Sampling.standard().temperature(1e9).probabilities(TENTHS).toArray())
                .containsExactly(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, within(1e-6f));
        assertThat(Sampling.standard().temperature(Double.MIN_VALUE).probabilities(TENTHS).toArray()).containsExactly(0, 1, 0, 0);
    }

    @Test
    void topKAndTopPKeepTheMostProbable() {
        float[] two = {0, 4 / 7f, 0, 3 / 7f};
        assertThat(Sampling.standard().topK(2).probabilities(TENTHS).toArray()).containsExactly(two, within(1e-6f));
        assertThat(Sampling.standard().topP(0.6).probabilities(TENTHS).toArray()).containsExactly(two, within(1e-6f));
        assertThat(Sampling.standard().topP(0.75).probabilities(TENTHS).toArray())
                .containsExactly(new float[] {0, 4 / 9f, 2 / 9f, 3 / 9f}, within(1e-6f));
        // top-p is a share of what top-k leaves: 4/7 alone has half of it
        assertThat(Sampling.standard().topK(2).topP(0.5).probabilities(TENTHS).toArray()).containsExactly(0, 1, 0, 0);
        assertThat(Sampling.standard().topP(1e-9).probabilities(TENTHS).toArray()).containsExactly(0, 1, 0, 0);
        assertThat(Sampling.standard().topK(2).probabilities(logits(0.25, 0.25, 0.25, 0.25)).toArray()).containsExactly(0.5f, 0.5f, 0, 0);
    }

    @Test
    void thePenaltyMakesWhatHasOccurredLessLikely() {
        Tensor logits = Tensor.of(2, -1, 0.5f);
        assertThat(Sampling.standard().repetitionPenalty(2).probabilities(logits, 0, 1, 1).toArray())
                .containsExactly(Sampling.standard().probabilities(Tensor.of(1, -2, 0.5f)).toArray());
        assertThat(Sampling.standard().repetitionPenalty(2).probabilities(logits).toArray())
                .containsExactly(Sampling.standard().probabilities(logits).toArray());
    }

    @Property(tries = 100)
    void topKNeverLeavesTheKBest(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int k, @ForAll @DoubleRange(min = 0.1, max = 4) double t) {
        Tensor logits = randomLogits(seed, 53);
        int[] best = byProbability(Sampling.standard().temperature(t).probabilities(logits).toArray());
        Sampling sampling = Sampling.standard().temperature(t).topK(k);
        Philox random = Philox.seeded(seed);
        int[] allowed = Arrays.copyOf(best, Math.min(k, best.length));
        for (int i = 0; i < 30; i++) {
            assertThat(allowed).contains(sampling.draw(logits, TokenList.of(), random));
        }
    }

    @Property(tries = 100)
    void topPKeepsTheSmallestSetWithTheMass(@ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 0.99) double p) {
        Tensor logits = randomLogits(seed, 53);
        float[] all = Sampling.standard().probabilities(logits).toArray();
        float[] kept = Sampling.standard().topP(p).probabilities(logits).toArray();
        int[] best = byProbability(all);
        int count = (int) IntStream.range(0, kept.length).filter(i -> kept[i] > 0).count();
        double mass = 0;
        for (int i = 0; i < best.length; i++) {
            assertThat(kept[best[i]] > 0).isEqualTo(i < count);
            if (i == count - 1) {
                assertThat(mass).as("without the last one").isLessThan(p + 1e-5);
            }
            mass += i < count ? all[best[i]] : 0;
        }
        assertThat(mass).isGreaterThan(p - 1e-5);
    }

    @Test
    void tokensComeAsOftenAsTheirProbabilitiesSay() {
        int[] counts = new int[4];
        Philox random = Philox.seeded(3);
        int draws = 40_000;
        for (int i = 0; i < draws; i++) {
            counts[Sampling.standard().draw(TENTHS, TokenList.of(), random)]++;
        }
        double[] expected = {0.1, 0.4, 0.2, 0.3};
        for (int i = 0; i < 4; i++) { // five standard deviations
            assertThat((double) counts[i] / draws).isCloseTo(expected[i], within(5 * Math.sqrt(expected[i] * (1 - expected[i]) / draws)));
        }
        assertThat(random.position()).as("one number for each token").isEqualTo(draws);
    }

    @Test
    void aForbiddenTokenIsNeverDrawn() {
        Tensor logits = Tensor.of(Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY);
        Philox random = Philox.seeded(1);
        for (int i = 0; i < 100; i++) {
            assertThat(Sampling.standard().temperature(100).draw(logits, TokenList.of(), random)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesTemperaturesAndPenaltiesOutOfRange(double value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sampling.standard().temperature(value))
                .withMessage("generation: expected a temperature above 0 and finite, found " + value
                        + "; Sampling.greedy() always takes the most probable token");
        assertThatIllegalArgumentException().isThrownBy(() -> Sampling.standard().repetitionPenalty(value))
                .withMessageContaining("a repetition penalty above 0 and finite, found " + value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1.001, Double.NaN})
    void refusesAShareOutOfRange(double p) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sampling.standard().topP(p))
                .withMessage("generation: expected a top-p above 0 and at most 1, found " + p);
    }

    @Test
    void refusesKBelowOneAndLogitsThatAreNotFinite() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sampling.standard().topK(0))
                .withMessage("generation: expected a top-k of at least 1, found 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Sampling.greedy().probabilities(Tensor.of(0, Float.NaN)))
                .withMessageContaining("expected finite logits, found NaN for token 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Sampling.greedy().probabilities(Tensor.of(0, Float.POSITIVE_INFINITY)))
                .withMessageContaining("found Infinity for token 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Sampling.greedy().probabilities(Tensor.of(Float.NEGATIVE_INFINITY)))
                .withMessageContaining("no token can come next");
    }
}
