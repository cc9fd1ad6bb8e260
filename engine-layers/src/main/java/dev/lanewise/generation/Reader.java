package dev.lanewise.generation;

import dev.lanewise.layers.LanguageModel;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Shows sequences to a model as they grow. When they become longer than the model's context, it begins again with the last half of it,
 * so that this happens seldom.
 */
final class Reader {

    private final LanguageModel model;
    private LanguageModel.State state;

    private Reader(LanguageModel model, LanguageModel.State state) {
        this.model = model;
        this.state = state;
    }

    /**
     * A reader at the beginning of so many sequences.
     *
     * @throws IllegalArgumentException if the prompt cannot be one of this model
     */
    static Reader of(LanguageModel model, int[] prompt) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("generation: the prompt is empty; begin with at least one token, such as a line break or the "
                    + "one that marks the beginning of a text");
        }
        for (int i = 0; i < prompt.length; i++) {
            if (prompt[i] < 0 || prompt[i] >= model.vocabulary()) {
                throw new IllegalArgumentException("generation: the prompt has the token " + prompt[i] + " at position " + i
                        + ", the model knows 0 to " + (model.vocabulary() - 1) + "; encode the prompt by the vocabulary of the model");
            }
        }
        return new Reader(model, model.begin(1));
    }

    static void requireLength(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("generation: expected a length of at least 0, found " + length);
        }
    }

    /** The logits after the prompt, {@code [1, vocabulary]}; of a prompt beyond the context, its end counts. */
    Tensor begin(TokenList prompt) {
        return show(List.of(prompt), Math.min(prompt.size(), model.context()));
    }

    /**
     * The logits after the last token of each sequence, {@code [sequences, vocabulary]}.
     *
     * @param sequences each with exactly one token that the model has not seen
     */
    Tensor next(List<TokenList> sequences) {
        if (state.length() < model.context()) {
            return show(sequences, 1);
        }
        state = model.begin(sequences.size());
        return show(sequences, Math.max(1, model.context() / 2));
    }

    /** Goes on with some of the sequences. */
    void select(int... sequences) {
        state = state.select(sequences);
    }

    private Tensor show(List<TokenList> sequences, int steps) {
        int[] tokens = new int[sequences.size() * steps];
        for (int i = 0; i < sequences.size(); i++) {
            System.arraycopy(sequences.get(i).last(steps), 0, tokens, i * steps, steps);
        }
        Tensor logits = state.advance(IntTensor.wrap(Shape.of(sequences.size(), steps), tokens));
        Shape expected = Shape.of(sequences.size(), model.vocabulary());
        if (!logits.shape().equals(expected)) {
            throw new IllegalStateException("generation: the model gave logits of shape " + logits.shape() + ", expected " + expected);
        }
        return logits;
    }

    /** The logits of one of several sequences, {@code [vocabulary]}. */
    static Tensor row(Tensor logits, int sequence) {
        int width = logits.dimension(1);
        return Tensor.wrap(Shape.of(width), Arrays.copyOfRange(logits.array(), sequence * width, (sequence + 1) * width));
    }
}
