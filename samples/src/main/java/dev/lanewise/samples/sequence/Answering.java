package dev.lanewise.samples.sequence;

import dev.lanewise.gradient.Inference;
import dev.lanewise.layers.LanguageModel;
import dev.lanewise.layers.LanguageModelState;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.LstmState;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Slice;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** A decoder that has one question before it. */
final class Answering implements LanguageModel {

    private final EncoderDecoder model;
    private final Tensor memory; // [1, question, width]
    private final LstmState begin;

    Answering(EncoderDecoder model, IntTensor question) {
        LstmState[] end = new LstmState[1];
        this.model = model;
        this.memory = Inference.kept(() -> {
            Lstm.Output output = model.encoder().run(model.tokens().forward(question), null, null);
            end[0] = output.state().detached();
            return output.outputs();
        });
        this.begin = end[0];
    }

    @Override
    public int vocabulary() {
        return model.head().weight().dimension(0);
    }

    @Override
    public int context() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Tensor forward(Tensor ids) {
        int[] one = new int[ids.dimension(0)]; // the question belongs to all sequences
        Tensor written = model.decoder().run(model.tokens().forward(ids), null, picked(begin, one)).outputs();
        return model.scores(written, repeated(ids.dimension(0)));
    }

    private Tensor repeated(int sequences) {
        float[] values = new float[sequences * memory.size()];
        for (int i = 0; i < sequences; i++) {
            System.arraycopy(memory.array(), 0, values, i * memory.size(), memory.size());
        }
        return Tensor.wrap(memory.shape().with(0, sequences), values);
    }

    @Override
    public LanguageModel.State begin(int sequences) {
        return new Written(picked(begin, new int[sequences]), sequences, 0);
    }

    private static LstmState picked(LstmState state, int... chosen) {
        return new LstmState(rows(state.hidden(), chosen), rows(state.cell(), chosen));
    }

    /** Some of the sequences of {@code [1, sequences, width]}. */
    private static Tensor rows(Tensor state, int... chosen) {
        int width = state.dimension(2);
        Tensor rows = Tensor.zeros(Shape.of(1, chosen.length, width));
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(state.array(), chosen[i] * width, rows.array(), i * width, width);
        }
        return rows;
    }

    private final class Written extends LanguageModelState {

        private LstmState state;

        Written(LstmState state, int sequences, int length) {
            super(sequences, length, context());
            this.state = state;
        }

        @Override
        protected Tensor read(IntTensor tokens) {
            int steps = tokens.shape().dimension(1);
            LstmState[] after = new LstmState[1];
            Tensor logits = Inference.kept(() -> {
                Lstm.Output output = model.decoder().run(model.tokens().forward(tokens), null, state);
                after[0] = output.state().detached();
                Tensor scores = model.scores(Slice.slice(output.outputs(), 1, steps - 1, steps), repeated(sequences()));
                return Reshape.reshape(scores, Shape.of(sequences(), vocabulary()));
            });
            state = after[0];
            return logits;
        }

        @Override
        protected LanguageModel.State selected(int... chosen) {
            return new Written(picked(state, chosen), chosen.length, length());
        }
    }
}
