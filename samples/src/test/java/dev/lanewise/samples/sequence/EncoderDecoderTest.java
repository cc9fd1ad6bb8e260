package dev.lanewise.samples.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.layers.LanguageModel;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EncoderDecoderTest {

    private final EncoderDecoder model = EncoderDecoder.of(7, 5, 3, Philox.seeded(2));

    @Test
    void stepByStepItAnswersAsInTraining() {
        Tensor whole = model.predict(Tensor.of(Shape.of(2, 5), 3, 4, 5, 0, 6, 2, 2, 2, 0, 1));
        assertThat(whole.shape()).isEqualTo(model.outputShape(Shape.of(2, 5))).isEqualTo(Shape.of(2, 2, 7));
        LanguageModel answering = model.answering(3, 4, 5);
        LanguageModel.State state = answering.begin(1);
        assertThat(state.advance(IntTensor.wrap(Shape.of(1, 1), new int[] {0})).toArray()).containsExactly(Arrays.copyOf(whole.array(), 7));
        assertThat(state.advance(IntTensor.wrap(Shape.of(1, 1), new int[] {6})).toArray())
                .containsExactly(Arrays.copyOfRange(whole.array(), 7, 14));
        assertThat(answering.predict(Tensor.of(Shape.of(1, 2), 0, 6)).toArray()).containsExactly(Arrays.copyOf(whole.array(), 14));
        assertThatIllegalArgumentException().isThrownBy(() -> model.answering(1, 2)).withMessageContaining("a question of 3 tokens, found 2");
    }

    @Test
    void selectedAnswersGoOnApart() {
        LanguageModel.State state = model.answering(3, 4, 5).begin(2);
        state.advance(IntTensor.wrap(Shape.of(2, 1), new int[] {0, 6}));
        LanguageModel.State picked = state.select(1);
        assertThat(picked.advance(IntTensor.wrap(Shape.of(1, 1), new int[] {4})).toArray())
                .containsExactly(Arrays.copyOfRange(state.advance(IntTensor.wrap(Shape.of(2, 1), new int[] {1, 4})).array(), 7, 14));
        assertThatIllegalArgumentException().isThrownBy(() -> picked.select(1)).withMessageContaining("0 to 0");
    }

    @Test
    void anAnswerIsRightWithoutAWrongToken() {
        ExactAnswers exact = new ExactAnswers();
        Tensor scores = Tensor.of(Shape.of(3, 2, 3), 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0);
        exact.add(scores, Tensor.of(Shape.of(3, 2), 1, 2, 0, 2, 0, 0));
        assertThat(exact.value()).isEqualTo(2 / 3.0);
        double[] sums = exact.sums();
        exact.reset();
        assertThat(exact.value()).isNaN();
        exact.restore(sums);
        assertThat(exact.value()).isEqualTo(2 / 3.0);
    }

    @Test
    void questionsAndAnswersBecomeTokens() {
        Letters letters = Letters.of(" +0123456789", 5);
        float[] inputs = new float[8];
        float[] targets = new float[3];
        letters.write("1+2", "3", inputs, 0, targets, 0, 3);
        // 0 begins, 1 ends, 2 is the space, 3 the plus, 4 the digit 0
        assertThat(inputs).containsExactly(5, 3, 6, 2, 2, 0, 7, 1);
        assertThat(targets).containsExactly(7, 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> letters.question(" ")).withMessageContaining("1 to 5 letters");
    }
}
