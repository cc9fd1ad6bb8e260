package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.gradient.Inference;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrentLanguageModelTest {

    private static final int VOCABULARY = 7;

    private final Philox random = Philox.seeded(8);
    private final RecurrentLanguageModel model = RecurrentLanguageModel.lstm(VOCABULARY, 5, 11, 2, random);

    private static IntTensor tokens(int sequences, int... ids) {
        return IntTensor.wrap(Shape.of(sequences, ids.length / sequences), ids);
    }

    /** The logits at one step of one sequence. */
    private static float[] at(Tensor logits, int sequence, int step) {
        int row = sequence * logits.dimension(1) + step;
        return Arrays.copyOfRange(logits.array(), row * VOCABULARY, (row + 1) * VOCABULARY);
    }

    @Test
    void stepByStepItSaysWhatItSaysOfTheWhole() {
        saysStepByStepWhatItSaysOfTheWhole(model);
        saysStepByStepWhatItSaysOfTheWhole(RecurrentLanguageModel.gru(VOCABULARY, 5, 11, 2, random));
        saysStepByStepWhatItSaysOfTheWhole(new RecurrentLanguageModel(Embedding.of(VOCABULARY, 5, random), Rnn.of(5, 11, random),
                Dropout.of(0, random), Linear.of(11, VOCABULARY, random)));
    }

    private static void saysStepByStepWhatItSaysOfTheWhole(RecurrentLanguageModel model) {
        Tensor whole = model.predict(Tensor.of(Shape.of(2, 5), 1, 2, 3, 4, 5, 0, 6, 6, 0, 2));
        assertThat(whole.shape()).isEqualTo(model.outputShape(Shape.of(2, 5))).isEqualTo(Shape.of(2, 5, VOCABULARY));
        LanguageModel.State state = model.begin(2);
        Tensor second = state.advance(tokens(2, 1, 2, 0, 6));
        Tensor third = state.advance(tokens(2, 3, 6));
        Tensor fifth = state.advance(tokens(2, 4, 5, 0, 2));
        assertThat(state.length()).isEqualTo(5);
        assertThat(state.sequences()).isEqualTo(2);
        for (int sequence = 0; sequence < 2; sequence++) {
            assertThat(row(second, sequence)).containsExactly(at(whole, sequence, 1));
            assertThat(row(third, sequence)).containsExactly(at(whole, sequence, 2));
            assertThat(row(fifth, sequence)).containsExactly(at(whole, sequence, 4));
        }
    }

    private static float[] row(Tensor logits, int sequence) {
        return Arrays.copyOfRange(logits.array(), sequence * VOCABULARY, (sequence + 1) * VOCABULARY);
    }

    @Test
    void theShapesOfStatesAreThoseThatItLeaves() {
        Tensor ids = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        for (RecurrentLanguageModel carrying : List.of(model, RecurrentLanguageModel.gru(VOCABULARY, 5, 13, 1, random))) {
            List<Tensor> states = carrying.forward(ids, List.of()).states();
            assertThat(carrying.stateShapes(3)).isEqualTo(states.stream().map(Tensor::shape).toList());
        }
    }

    /** Inside a scope, whose storage is lent again when it ends. */
    @Test
    void theLogitsAndTheStateOutliveTheScopeAroundThem() {
        LanguageModel.State outer = model.begin(1);
        Tensor[] logits = new Tensor[1];
        Inference.of(() -> {
            logits[0] = outer.advance(tokens(1, 1, 2));
            return logits[0];
        });
        LanguageModel.State own = model.begin(1);
        assertThat(logits[0].toArray()).containsExactly(own.advance(tokens(1, 1, 2)).toArray());
        assertThat(outer.advance(tokens(1, 3)).toArray()).containsExactly(own.advance(tokens(1, 3)).toArray());
    }

    @Test
    void selectedSequencesGoOnApart() {
        LanguageModel.State state = model.begin(2);
        state.advance(tokens(2, 1, 2, 3, 4));
        LanguageModel.State picked = state.select(1, 0, 1);
        Tensor ofPicked = picked.advance(tokens(3, 5, 6, 0));
        Tensor first = state.advance(tokens(2, 6, 5));
        assertThat(row(ofPicked, 0)).containsExactly(row(first, 1));
        assertThat(row(ofPicked, 1)).containsExactly(row(first, 0));
        assertThat(row(ofPicked, 2)).isNotEqualTo(row(first, 1));
        assertThat(picked.sequences()).isEqualTo(3);
        assertThat(picked.length()).isEqualTo(3);
    }

    @Test
    void aFailedStepChangesNothing() {
        LanguageModel.State state = model.begin(1);
        state.advance(tokens(1, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> state.advance(tokens(1, 3, VOCABULARY))).withMessageContaining("id 7");
        assertThatIllegalArgumentException().isThrownBy(() -> state.advance(tokens(2, 1, 2)))
                .withMessage("language model: expected tokens [1, steps] with at least one step, found [2, 1]");
        assertThatIllegalArgumentException().isThrownBy(() -> state.advance(IntTensor.wrap(Shape.of(1, 0), new int[0])));
        assertThatIllegalArgumentException().isThrownBy(() -> state.select(1)).withMessageContaining("expected some of the sequences 0 to 0");
        assertThatIllegalArgumentException().isThrownBy(state::select);
        assertThat(state.length()).isEqualTo(2);
        LanguageModel.State other = model.begin(1);
        other.advance(tokens(1, 1, 2));
        assertThat(state.advance(tokens(1, 3)).toArray()).containsExactly(other.advance(tokens(1, 3)).toArray());
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        Embedding tokens = Embedding.of(VOCABULARY, 5, random);
        Linear head = Linear.of(11, VOCABULARY, random);
        Dropout dropout = Dropout.of(0, random);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecurrentLanguageModel(tokens, Lstm.of(6, 11, random), dropout, head))
                .withMessageContaining("tokens [7, 5], a recurrent layer from 6 to 11 features, and a head [7, 11] do not fit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecurrentLanguageModel(tokens, Lstm.of(5, 11, 1, true, random), dropout, head))
                .withMessageContaining("in one direction, found Lstm in two");
        assertThatIllegalArgumentException().isThrownBy(() -> new RecurrentLanguageModel(tokens, Gru.of(5, 12, random), dropout, head))
                .withMessageContaining("from 5 to 12 features, and a head [7, 11] do not fit");
        assertThatIllegalArgumentException().isThrownBy(() -> model.begin(0)).withMessageContaining("at least 1 sequence, found 0");
        assertThatIllegalArgumentException().isThrownBy(() -> model.forward(Tensor.of(1, 2)))
                .withMessage("language model: expected ids [batch, steps] with at least one step, found [2]; did you leave out the batch?");
        assertThat(model.context()).isEqualTo(Integer.MAX_VALUE);
        assertThat(model.vocabulary()).isEqualTo(VOCABULARY);
        assertThat(model.parameters().asMap()).containsOnlyKeys("tokens.weight", "recurrence.weight_ih_l0", "recurrence.weight_hh_l0",
                "recurrence.bias_ih_l0", "recurrence.bias_hh_l0", "recurrence.weight_ih_l1", "recurrence.weight_hh_l1", "recurrence.bias_ih_l1",
                "recurrence.bias_hh_l1", "head.weight", "head.bias");
    }
}
