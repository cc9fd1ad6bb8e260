package dev.lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.engine.Engine;
import dev.lanewise.engine.WarmUp;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.CellActivation;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.Slice;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LSTM, GRU and RNN as layers: their names, their place in models, their states, and what they say to bad input. */
class RecurrentLayersTest {

    private final Philox random = Philox.seeded(17);

    private Tensor random(int... dimensions) {
        return Initializers.normal(0, 1).values(Shape.of(dimensions), random);
    }

    private static Tensor ids(int batch, int... ids) {
        float[] values = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            values[i] = ids[i];
        }
        return Tensor.of(Shape.of(batch, ids.length / batch), values);
    }

    @Test
    void parametersHavePyTorchsNamesInItsOrder() {
        assertThat(Lstm.of(3, 4, 2, true, random).parameters().asMap().keySet()).containsExactly(
                "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0",
                "weight_ih_l0_reverse", "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse",
                "weight_ih_l1", "weight_hh_l1", "bias_ih_l1", "bias_hh_l1",
                "weight_ih_l1_reverse", "weight_hh_l1_reverse", "bias_ih_l1_reverse", "bias_hh_l1_reverse");
        assertThat(Sequential.of(Gru.of(3, 4, random).withoutBias(), new LastStep()).parameters().toString())
                .isEqualTo("0.weight_ih_l0 [12, 3]\n0.weight_hh_l0 [12, 4]");
        assertThat(RecurrentClassifier.of(11, 3, 5, 2, random).parameters().asMap().keySet())
                .contains("embedding.weight", "encoder.weight_hh_l0_reverse", "head.bias");
    }

    @Test
    void initialWeightsAreBoundedByTheUnits() {
        for (Parameters.Entry entry : Rnn.of(3, 25, random).parameters()) {
            for (float value : entry.parameter().toArray()) {
                assertThat(Math.abs(value)).as(entry.path()).isLessThanOrEqualTo(0.2f);
            }
        }
    }

    @Test
    void aSequentialKnowsTheirShapes() {
        Sequential model = Network.input(7, 3).lstm(5, 2, true).gru(4).rnn(6).lastStep().linear(2).build(random);
        assertThat(model.outputShape(Shape.of(9, 7, 3))).isEqualTo(Shape.of(9, 2));
        assertThat(model.predict(random(9, 7, 3)).shape()).isEqualTo(Shape.of(9, 2));
        assertThat(model.flops(Shape.of(1, 7, 3))).isPositive();
        assertThatIllegalArgumentException().isThrownBy(() -> Sequential.of(Lstm.of(3, 5, random), Linear.of(4, 2, random)))
                .withMessageContaining("expects 4 features, but layer 0 (Lstm) gives it 5");
        assertThatIllegalArgumentException().isThrownBy(() -> Network.input(7).lstm(5).build(random))
                .withMessageContaining("expected sequences [batch, time, features]");
        assertThat(Network.input(8).recurrentClassifier(19, 3, 5, head -> head.linear(4).relu().linear(2)).build(random)
                .predict(ids(1, 3, 4, 5, 0, 0, 0, 0, 0)).shape()).isEqualTo(Shape.of(1, 2));
    }

    @Test
    void dropoutIsBetweenTheLayersAndOnlyInTraining() {
        Lstm lstm = Lstm.of(3, 5, 2, false, random).dropout(0.5, random);
        Tensor x = random(2, 4, 3);
        float[] inferred = lstm.predict(x).toArray();
        assertThat(inferred).isEqualTo(new Lstm(lstm.layers(), null, lstm.activation()).predict(x).toArray());
        try (var gradients = Gradients.of(() -> {
            Tensor y = lstm.forward(x);
            assertThat(y.toArray()).isNotEqualTo(inferred);
            return Reductions.sum(y);
        })) {
            assertThat(gradients.loss()).isFinite();
        }
        Lstm single = Lstm.of(3, 5, random).dropout(0.5, random);
        float[] expected = single.predict(x).toArray();
        try (var gradients = Gradients.of(() -> {
            Tensor y = single.forward(x);
            assertThat(y.toArray()).isEqualTo(expected);
            return Reductions.sum(y);
        })) {
            assertThat(gradients.loss()).isFinite();
        }
    }

    @Test
    void carriedStatesContinueAsTheWholeWould() {
        Lstm lstm = Lstm.of(3, 5, 2, false, random).activation(CellActivation.RELU);
        Gru gru = Gru.of(3, 5, 2, false, random);
        Tensor x = random(2, 7, 3);
        LstmState state = null;
        Tensor hidden = null;
        for (int from = 0; from < 7; from += 3) {
            Tensor part = Slice.slice(x, 1, from, Math.min(from + 3, 7));
            LstmState before = state;
            Tensor hiddenBefore = hidden;
            LstmState[] after = new LstmState[1];
            Tensor[] hiddenAfter = new Tensor[1];
            try (var gradients = Gradients.of(() -> {
                Lstm.Output output = lstm.run(part, null, before);
                Recurrent.Output ofGru = gru.run(part, null, hiddenBefore);
                after[0] = output.state().detached();
                hiddenAfter[0] = ofGru.hidden().copy();
                return Reductions.sum(Arithmetic.add(output.outputs(), ofGru.outputs()));
            })) {
                assertThat(gradients.of(lstm.parameters().get("weight_hh_l0")).toArray()).isNotEqualTo(new float[100]);
            }
            state = after[0];
            hidden = hiddenAfter[0];
        }
        Lstm.Output whole = lstm.run(x, null, null);
        assertThat(state.hidden().toArray()).isEqualTo(whole.state().hidden().toArray());
        assertThat(state.cell().toArray()).isEqualTo(whole.state().cell().toArray());
        assertThat(hidden.toArray()).isEqualTo(gru.run(x, null, null).hidden().toArray());
    }

    @Test
    void oneStepIsASequenceOfOne() {
        Tensor x = random(3, 4);
        Lstm lstm = Lstm.of(4, 5, 2, false, random);
        LstmState state = lstm.run(random(3, 2, 4), null, null).state();
        Lstm.Output one = lstm.step(x, state);
        Lstm.Output whole = lstm.run(x.viewAs(Shape.of(3, 1, 4)), null, state);
        assertThat(one.outputs().shape()).isEqualTo(Shape.of(3, 5));
        assertThat(one.outputs().toArray()).isEqualTo(whole.outputs().toArray());
        assertThat(one.state().cell().toArray()).isEqualTo(whole.state().cell().toArray());
        Rnn rnn = Rnn.of(4, 5, random);
        assertThat(rnn.step(x, null).outputs().toArray()).isEqualTo(rnn.run(x.viewAs(Shape.of(3, 1, 4)), null, null).outputs().toArray());
        assertThat(Gru.of(4, 5, random).step(x, null).hidden().shape()).isEqualTo(Shape.of(1, 3, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> lstm.step(random(3, 2, 4), null)).withMessageContaining("one step takes [batch, features]");
    }

    @Test
    void paddingChangesNoBitOfAClassification() {
        for (Recurrent encoder : List.of(Lstm.of(3, 17, 2, true, random), Gru.of(3, 5, random), Rnn.of(3, 5, 1, true, random))) {
            RecurrentClassifier model = new RecurrentClassifier(Embedding.of(13, 3, random).padding(0), encoder,
                    Linear.of(encoder.directions() * encoder.hiddenUnits(), 4, random));
            Tensor batch = model.predict(ids(3, 5, 12, 0, 7, 0, 0, 1, 0, 0, 0, 0, 0, 2, 3, 4, 5, 6, 7));
            assertThat(batch.shape()).isEqualTo(model.outputShape(Shape.of(3, 6)));
            assertThat(Slice.slice(batch, 0, 0, 1).toArray()).isEqualTo(model.predict(ids(1, 5, 12, 0, 7)).toArray());
            assertThat(Slice.slice(batch, 0, 1, 2).toArray()).isEqualTo(model.predict(ids(1, 1)).toArray());
            assertThat(Slice.slice(batch, 0, 2, 3).toArray()).isEqualTo(model.predict(ids(1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0)).toArray());
            assertThat(model.predict(ids(1, 0, 0)).toArray()).isEqualTo(((Linear) model.head()).bias().toArray());
        }
    }

    /** What goes on to the head of a classifier. */
    private record Listening(List<Tensor> heard) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            heard.add(x.copy());
            return x;
        }
    }

    @Test
    void aWarmUpReadsWhatIsNoPadding() {
        List<Tensor> heard = new ArrayList<>();
        RecurrentClassifier model = new RecurrentClassifier(Embedding.of(7, 3, random).padding(0), Lstm.of(3, 5, random), new Listening(heard));
        WarmUp done = Engine.warmUp(model::predict, Shape.of(1, 4), Duration.ofNanos(1));
        assertThat(done.runs()).isEqualTo(1);
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).toArray()).isEqualTo(model.predict(ids(1, 1, 1, 1, 1)).toArray()).isNotEqualTo(model.predict(ids(1, 1, 1, 1)).toArray());
    }

    @Test
    void paddingThatAllTextsEndWithIsCutOff() {
        IntTensor ids = IntTensor.wrap(Shape.of(2, 4), new int[] {5, 0, 0, 0, 0, 7, 0, 0});
        IntTensor lengths = TokenIds.lengths(ids, 0);
        assertThat(lengths.array()).containsExactly(1, 2);
        IntTensor cut = TokenIds.longest(ids, lengths);
        assertThat(cut.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(cut.array()).containsExactly(5, 0, 0, 7);
        assertThat(TokenIds.longest(ids, IntTensor.of(0, 0)).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(TokenIds.longest(ids, TokenIds.lengths(ids, dev.lanewise.op.Embedding.NO_PADDING))).isSameAs(ids);
        RecurrentClassifier model = RecurrentClassifier.of(9, 3, 5, 2, random);
        assertThat(model.forward(ids).toArray()).isEqualTo(model.forward(ids(2, 5, 0, 0, 7)).toArray());
    }

    @Test
    void aClassifierWithoutPaddingReadsEverything() {
        Embedding words = Embedding.of(13, 3, random);
        Gru gru = Gru.of(3, 5, random);
        RecurrentClassifier model = new RecurrentClassifier(words, gru, new Identity());
        Tensor x = ids(2, 5, 12, 0, 7, 0, 0);
        assertThat(model.predict(x).toArray()).isEqualTo(new LastStep().forward(gru.forward(words.forward(x))).toArray());
    }

    @Test
    void partsThatDoNotFitAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> Lstm.of(0, 5, random)).withMessageContaining("at least one feature, unit and layer");
        RecurrentLayer ofGru = Gru.of(3, 4, random).layers().get(0);
        assertThatIllegalArgumentException().isThrownBy(() -> new Lstm(List.of(ofGru), null, CellActivation.TANH))
                .withMessageContaining("lstm: layer 0: expected weights [4·hidden, in]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Gru(List.of(ofGru, ofGru), null))
                .withMessageContaining("gru: layer 1 takes 3 features");
        assertThatIllegalArgumentException().isThrownBy(() -> new Gru(List.of(), null)).withMessageContaining("at least one layer");
        assertThatIllegalArgumentException().isThrownBy(() -> new RecurrentLayer(ofGru.inputWeight(), ofGru.recurrentWeight(), null, null,
                ofGru.inputWeight(), null, null, null)).withMessageContaining("one of two weights");
        assertThatIllegalArgumentException().isThrownBy(() -> new RecurrentLayer(Parameter.of(random(4)), ofGru.recurrentWeight(), null, null,
                null, null, null, null)).withMessageContaining("give them two dimensions");
        assertThatIllegalArgumentException().isThrownBy(() -> new RecurrentClassifier(Embedding.of(5, 2, random), Gru.of(3, 4, random), new Identity()))
                .withMessageContaining("the embedding gives vectors of 2, the encoder takes 3");
        assertThatIllegalArgumentException().isThrownBy(() -> RecurrentClassifier.of(5, 2, 3, 2, random).predict(random(4)))
                .withMessageContaining("did you leave out the batch?");
        Lstm two = Lstm.of(3, 4, 2, true, random);
        Tensor wrong = Tensor.zeros(Shape.of(2, 5, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> two.run(random(5, 6, 3), null, new LstmState(wrong, wrong)))
                .withMessageContaining("[layers·directions, batch, hidden] = [4, 5, 4], found [2, 5, 4]");
        assertThatIllegalArgumentException().isThrownBy(() -> two.run(random(5, 6, 3), IntTensor.of(1, 2, 3, 4, 7), null))
                .withMessageContaining("length 7 of sequence 4 is out of range; the input has 6 time steps");
        assertThatIllegalArgumentException().isThrownBy(() -> new LastStep().forward(random(3, 4))).withMessageContaining("last step");
    }
}
