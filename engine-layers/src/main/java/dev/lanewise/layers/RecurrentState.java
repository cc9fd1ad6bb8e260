package dev.lanewise.layers;

import dev.lanewise.gradient.Inference;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Slice;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** What a {@link RecurrentLanguageModel} keeps of the tokens it has seen: the state of its recurrent layer. */
final class RecurrentState implements LanguageModel.State {

    private final RecurrentLanguageModel model;
    private final int sequences;
    private Tensor[] states; // [layers, sequences, hidden] each; none before the first token
    private int length;

    private RecurrentState(RecurrentLanguageModel model, int sequences, Tensor[] states, int length) {
        this.model = model;
        this.sequences = sequences;
        this.states = states;
        this.length = length;
    }

    static RecurrentState empty(RecurrentLanguageModel model, int sequences) {
        if (sequences < 1) {
            throw new IllegalArgumentException("language model: expected at least 1 sequence, found " + sequences);
        }
        return new RecurrentState(model, sequences, new Tensor[0], 0);
    }

    static void requireOneDirection(Layer recurrence) {
        if (!(recurrence instanceof Recurrent recurrent) || recurrent.directions() != 1) {
            throw new IllegalArgumentException("language model: expected a recurrent layer in one direction, found "
                    + recurrence.getClass().getSimpleName() + (recurrence instanceof Recurrent ? " in two" : ""));
        }
    }

    /** The outputs of some steps, and the states after them. */
    record Run(Tensor outputs, Tensor... states) {

        Run(Recurrent.Output output) {
            this(output.outputs(), output.hidden());
        }
    }

    /** Runs a recurrent layer from these states, or from zeros if there are none. */
    static Run run(Layer recurrence, Tensor x, Tensor... states) {
        boolean first = states.length == 0;
        return switch (recurrence) {
            case Lstm lstm -> {
                Lstm.Output output = lstm.run(x, null, first ? null : new LstmState(states[0], states[1]));
                yield new Run(output.outputs(), output.state().hidden(), output.state().cell());
            }
            case Gru gru -> new Run(gru.run(x, null, first ? null : states[0]));
            case Rnn rnn -> new Run(rnn.run(x, null, first ? null : states[0]));
            default -> throw new IllegalStateException("language model: the recurrent layer is " + recurrence);
        };
    }

    @Override
    public int sequences() {
        return sequences;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Tensor advance(IntTensor tokens) {
        Shape shape = tokens.shape();
        if (shape.rank() != 2 || shape.dimension(0) != sequences || shape.dimension(1) < 1) {
            throw new IllegalArgumentException("language model: expected tokens [" + sequences + ", steps] with at least one step, found " + shape);
        }
        int steps = shape.dimension(1);
        Tensor[][] after = new Tensor[1][];
        Tensor logits = Inference.of(() -> {
            Run run = run(model.recurrence(), model.tokens().forward(tokens), states);
            after[0] = Arrays.stream(run.states).map(Tensor::copy).toArray(Tensor[]::new);
            Tensor last = Slice.slice(run.outputs, 1, steps - 1, steps);                // [sequences, 1, hidden]
            return model.logits(Reshape.reshape(last, last.shape().without(1)));
        }).copy();
        states = after[0];
        length = Math.addExact(length, steps);
        return logits;
    }

    @Override
    public LanguageModel.State select(int... chosen) {
        if (chosen.length == 0 || Arrays.stream(chosen).anyMatch(n -> n < 0 || n >= sequences)) {
            throw new IllegalArgumentException("language model: expected some of the sequences 0 to " + (sequences - 1) + ", found "
                    + Arrays.toString(chosen));
        }
        return new RecurrentState(model, chosen.length, Arrays.stream(states).map(state -> rows(state, chosen)).toArray(Tensor[]::new), length);
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
