package dev.lanewise.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    /** 0 → 1 → 2 → 0, most probably. */
    private static final TableModel ROUND = TableModel.of(
            new double[] {0.1, 0.7, 0.2}, new double[] {0.2, 0.2, 0.6}, new double[] {0.8, 0.1, 0.1});

    private static final int[] ZERO = {0};

    @Test
    void theGreedyChoiceIsTheMostProbableToken() {
        assertThat(Generator.of(ROUND).sampling(Sampling.greedy()).generate(ZERO, 7)).containsExactly(1, 2, 0, 1, 2, 0, 1);
        assertThat(Generator.of(ROUND).sampling(Sampling.standard().temperature(1e-6)).seed(5).generate(ZERO, 7))
                .as("a temperature near 0").containsExactly(1, 2, 0, 1, 2, 0, 1);
    }

    @Test
    void theSeedDecides() {
        Generator generator = Generator.of(ROUND).seed(11);
        int[] text = generator.generate(ZERO, 50);
        assertThat(generator.generate(ZERO, 50)).containsExactly(text);
        assertThat(generator.generate(ZERO, 20)).as("a beginning of it").isEqualTo(Arrays.copyOf(text, 20));
        assertThat(generator.seed(12).generate(ZERO, 50)).isNotEqualTo(text);
        assertThat(generator.sampling(Sampling.standard().topK(3).topP(1)).generate(ZERO, 50)).as("all are kept").containsExactly(text);
    }

    @Test
    void thePromptIsReadAtOnceAndThenOneTokenAtATime() {
        TableModel model = TableModel.of(ROUND.probabilities());
        Generator.of(model).sampling(Sampling.greedy()).generate(new int[] {2, 0, 1}, 3);
        assertThat(model.shown()).containsExactly("0 [2, 0, 1]", "3 [2]", "4 [0]");
    }

    @Test
    void beyondTheContextItGoesOnFromTheLastHalf() {
        TableModel model = ROUND.within(4);
        assertThat(Generator.of(model).sampling(Sampling.greedy()).generate(new int[] {0, 1}, 7)).containsExactly(2, 0, 1, 2, 0, 1, 2);
        assertThat(model.shown()).containsExactly("0 [0, 1]", "2 [2]", "3 [0]", "0 [0, 1]", "2 [2]", "3 [0]", "0 [0, 1]");
        TableModel shortest = ROUND.within(1);
        assertThat(Generator.of(shortest).sampling(Sampling.greedy()).generate(new int[] {0, 1}, 3)).containsExactly(2, 0, 1);
        assertThat(shortest.shown()).containsExactly("0 [1]", "0 [2]", "0 [0]");
    }

    @Test
    void aTokenASequenceOrAConditionStops() {
        Generator generator = Generator.of(ROUND).sampling(Sampling.greedy());
        assertThat(generator.stop(Stop.at(5, 2)).generate(ZERO, 7)).containsExactly(1, 2);
        assertThat(generator.stop(Stop.atSequence(0, 1)).generate(ZERO, 7)).containsExactly(1, 2, 0, 1);
        assertThat(generator.stop(written -> written.size() == 3).generate(ZERO, 7)).containsExactly(1, 2, 0);
        assertThat(generator.stop(Stop.at(9).or(Stop.at(0))).generate(ZERO, 7)).containsExactly(1, 2, 0);
        assertThat(generator.stop(Stop.atSequence(0, 1)).generate(new int[] {0}, 1)).as("the prompt does not count").containsExactly(1);
        assertThatIllegalArgumentException().isThrownBy(Stop::atSequence).withMessageContaining("the sequence to stop at is empty");
    }

    @Test
    void theListenerHearsEachTokenAndMayEndIt() {
        List<Integer> heard = new ArrayList<>();
        Generator generator = Generator.of(ROUND).sampling(Sampling.greedy()).listener(token -> {
            heard.add(token);
            return heard.size() < 4;
        });
        assertThat(generator.generate(ZERO, 100)).containsExactly(1, 2, 0, 1);
        assertThat(heard).containsExactly(1, 2, 0, 1);
    }

    @Test
    void thePenaltyCountsThePromptAndWhatIsWritten() {
        // logits are negative here, so that a large penalty forbids what has occurred, until all have
        assertThat(Generator.of(ROUND).sampling(Sampling.greedy().repetitionPenalty(1000)).generate(new int[] {0, 2}, 1)).containsExactly(1);
    }

    @Test
    void refusesWhatCannotBeAPrompt() {
        Generator generator = Generator.of(ROUND);
        assertThatIllegalArgumentException().isThrownBy(() -> generator.generate(new int[0], 3))
                .withMessageStartingWith("generation: the prompt is empty; begin with at least one token");
        assertThatIllegalArgumentException().isThrownBy(() -> generator.generate(new int[] {0, 3}, 3)).withMessage("generation: the prompt has "
                + "the token 3 at position 1, the model knows 0 to 2; encode the prompt by the vocabulary of the model");
        assertThatIllegalArgumentException().isThrownBy(() -> generator.generate(new int[] {-1}, 3)).withMessageContaining("the token -1");
        assertThatIllegalArgumentException().isThrownBy(() -> generator.generate(ZERO, -1)).withMessageContaining("found -1");
        assertThat(generator.generate(ZERO, 0)).isEmpty();
    }
}
