package dev.lanewise.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.random.Philox;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BeamSearchTest {

    /** After 0 the greedy choice is 1, but 2 leads to the better sequence: 0.6·0.4 = 0.24 against 0.4·0.9 = 0.36. */
    private static final TableModel TRAP = TableModel.of(
            new double[] {0, 0.6, 0.4, 0}, new double[] {0.4, 0.3, 0.2, 0.1}, new double[] {0.05, 0.03, 0.02, 0.9},
            new double[] {0.25, 0.25, 0.25, 0.25});

    private static final int[] ZERO = {0};

    private static TableModel random(long seed, int vocabulary) {
        Philox random = Philox.seeded(seed);
        double[][] table = new double[vocabulary][vocabulary];
        for (double[] row : table) {
            double sum = 0;
            for (int i = 0; i < vocabulary; i++) {
                row[i] = Math.exp(2 * random.nextGaussian());
                sum += row[i];
            }
            for (int i = 0; i < vocabulary; i++) {
                row[i] /= sum;
            }
        }
        return TableModel.of(table);
    }

    @Test
    void findsTheBestSequenceThatTheGreedyChoiceMisses() {
        assertThat(Generator.of(TRAP).sampling(Sampling.greedy()).generate(ZERO, 2)).containsExactly(1, 0);
        List<BeamSearch.Beam> found = BeamSearch.of(TRAP, 2).search(ZERO, 2);
        assertThat(found).hasSize(2);
        assertThat(found.get(0).tokens().toArray()).containsExactly(2, 3);
        assertThat(found.get(0).logProbability()).isCloseTo(Math.log(0.36), within(1e-6));
        assertThat(found.get(0).score()).isCloseTo(Math.log(0.36) / 2, within(1e-6));
        assertThat(found.get(1).tokens().toArray()).containsExactly(1, 0);
        assertThat(found.get(1).logProbability()).isCloseTo(Math.log(0.24), within(1e-6));
    }

    @Property(tries = 50)
    void oneBeamIsTheGreedyChoice(@ForAll long seed, @ForAll @IntRange(min = 0, max = 12) int length) {
        TableModel model = random(seed, 7);
        Stop stop = Stop.at(3);
        assertThat(BeamSearch.of(model, 1).stop(stop).generate(ZERO, length))
                .containsExactly(Generator.of(model).sampling(Sampling.greedy()).stop(stop).generate(ZERO, length));
    }

    @Property(tries = 30)
    void asManyBeamsAsSequencesFindTheBestOfAll(@ForAll long seed) {
        TableModel model = random(seed, 3);
        double best = Double.NEGATIVE_INFINITY;
        for (int sequence = 0; sequence < 81; sequence++) {
            double logProbability = 0;
            int before = 0;
            for (int step = 0, rest = sequence; step < 4; step++, rest /= 3) {
                logProbability += Math.log(model.probabilities()[before][rest % 3]);
                before = rest % 3;
            }
            best = Math.max(best, logProbability);
        }
        List<BeamSearch.Beam> found = BeamSearch.of(model, 81).search(ZERO, 4);
        assertThat(found).hasSize(81);
        assertThat(found.getFirst().logProbability()).isCloseTo(best, within(1e-5));
        assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    }

    @Test
    void theLengthExponentDecidesBetweenShortAndLong() {
        // 0 ends (2) with 0.5, or goes on with 1, 1, 1 and 2 with 0.45·0.95·0.95·0.03…: longer, but better for each token
        TableModel model = TableModel.of(new double[] {0.05, 0.45, 0.5}, new double[] {0.02, 0.95, 0.03}, new double[] {1, 0, 0});
        BeamSearch search = BeamSearch.of(model, 2).stop(Stop.at(2));
        assertThat(search.lengthExponent(0).generate(ZERO, 5)).containsExactly(2);
        assertThat(search.lengthExponent(1).generate(ZERO, 5)).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void whatIsCompleteKeepsItsPlaceAndIsNotShownAgain() {
        TableModel model = TableModel.of(new double[] {0.05, 0.45, 0.5}, new double[] {0.02, 0.95, 0.03}, new double[] {1, 0, 0});
        List<BeamSearch.Beam> found = BeamSearch.of(model, 2).stop(Stop.at(2)).search(ZERO, 3);
        assertThat(found.stream().map(beam -> beam.tokens().toString())).containsExactly("[1, 1, 1]", "[2]");
        assertThat(model.shown()).containsExactly("0 [0]", "1 [1]", "2 [1]");
    }

    @Test
    void beyondTheContextItGoesOnFromTheLastHalf() {
        TableModel model = TRAP.within(2);
        assertThat(BeamSearch.of(model, 2).generate(ZERO, 3)).hasSize(3);
        assertThat(model.shown()).containsExactly("0 [0]", "1 [1, 2]", "0 [3, 0]");
    }

    @Test
    void impossibleTokensMakeNoSequences() {
        TableModel model = TableModel.of(new double[] {0, 1}, new double[] {1, 0});
        List<BeamSearch.Beam> found = BeamSearch.of(model, 5).search(ZERO, 4);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().tokens().toArray()).containsExactly(1, 0, 1, 0);
        assertThat(found.getFirst().logProbability()).isZero();
    }

    @Test
    void refusesBadSettingsAndPrompts() {
        assertThatIllegalArgumentException().isThrownBy(() -> BeamSearch.of(TRAP, 0)).withMessage("generation: expected at least 1 beam, found 0");
        assertThatIllegalArgumentException().isThrownBy(() -> BeamSearch.of(TRAP, 1).lengthExponent(-1))
                .withMessage("generation: expected a length exponent of at least 0, found -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> BeamSearch.of(TRAP, 1).lengthExponent(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> BeamSearch.of(TRAP, 1).generate(new int[0], 1))
                .withMessageContaining("the prompt is empty");
        assertThatIllegalArgumentException().isThrownBy(() -> BeamSearch.of(TRAP, 1).generate(new int[] {4}, 1))
                .withMessageContaining("the token 4 at position 0");
        assertThat(BeamSearch.of(TRAP, 2).generate(ZERO, 0)).isEmpty();
    }
}
