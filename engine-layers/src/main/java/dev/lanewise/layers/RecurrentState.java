package dev.lanewise.layers;

import dev.lanewise.gradient.Inference;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** What a {@link RecurrentLanguageModel} keeps of the tokens it has seen: the state of its recurrent layer. */
final class RecurrentState extends LanguageModelState {

    private final RecurrentLanguageModel model;
    private Tensor[] states; // [layers, sequences, hidden] each; none before the first token

    private RecurrentState(RecurrentLanguageModel model, int sequences, Tensor[] states, int length) {
        super(sequences, length, model.context());
        this.model = model;
        this.states = states;
    }

    static RecurrentState empty(RecurrentLanguageModel model, int sequences) {
        return new RecurrentState(model, sequences, new Tensor[0], 0);
    }

    /** The outputs of some steps, and the states after them. */
    record Run(Tensor outputs, Tensor... states) {

        Run(Recurrent.Output output) {
            this(output.outputs(), output.hidden());
        }
    }

    /** How many states a recurrent network has: hidden and cell of an LSTM, else the hidden one. */
    static int count(Recurrent recurrence) {
        return switch (recurrence) {
            case Lstm lstm -> 2;
            case HiddenStateRecurrent simple -> 1;
        };
    }

    /** Runs a recurrent network from these states, or from zeros if there are none. */
    static Run run(Recurrent recurrence, Tensor x, Tensor... states) {
        boolean first = states.length == 0;
        return switch (recurrence) {
            case Lstm lstm -> {
                Lstm.Output output = lstm.run(x, null, first ? null : new LstmState(states[0], states[1]));
                yield new Run(output.outputs(), output.state().hidden(), output.state().cell());
            }
            case HiddenStateRecurrent simple -> new Run(simple.run(x, null, first ? null : states[0]));
        };
    }

    @Override
    protected Tensor read(IntTensor tokens) {
        Tensor[][] after = new Tensor[1][];
        Tensor logits = Inference.kept(() -> {
            Run run = run(model.recurrence(), model.tokens().forward(tokens), states);
            after[0] = Arrays.stream(run.states).map(Tensor::copy).toArray(Tensor[]::new);
            return model.logits(LastStep.of(run.outputs));
        });
        states = after[0];
        return logits;
    }

    @Override
    protected LanguageModel.State selected(int... chosen) {
        return new RecurrentState(model, chosen.length, Arrays.stream(states).map(state -> rows(state, chosen)).toArray(Tensor[]::new), length());
    }

    private static Tensor rows(Tensor state, int... chosen) {
        int layers = state.dimension(0);
        int batch = state.dimension(1);
        int hidden = state.dimension(2);
        Tensor picked = Tensor.zeros(Shape.of(layers, chosen.length, hidden));
        for (int layer = 0; layer < layers; layer++) {
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(state.array(), (layer * batch + chosen[i]) * hidden, picked.array(), (layer * chosen.length + i) * hidden, hidden);
            }
        }
        return picked;
    }
}
