package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A language model that reads token by token: a vector for each token, a recurrent layer, and scores for the next token: ids
 * {@code [batch, steps] → [batch, steps, vocabulary]}. What it has read is in the state of the recurrent layer, so that a sequence may
 * have any length.
 *
 * <p>Source: Mikolov, Karafiát, Burget, Černocký and Khudanpur, <i>Recurrent neural network based language model</i>, Interspeech 2010;
 * with LSTM: Graves, <i>Generating sequences with recurrent neural networks</i>, 2013.
 *
 * @param tokens a vector for each token, {@code [vocabulary, width]}
 * @param recurrence reads the vectors, in one direction
 * @param dropout of its outputs
 * @param head from an output to the scores of the tokens, {@code [vocabulary, hidden]}
 */
public record RecurrentLanguageModel(Embedding tokens, Recurrent recurrence, Dropout dropout, Linear head) implements LanguageModel, CarriesState {

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if they do not, or if the recurrent layer looks ahead
     */
    public RecurrentLanguageModel {
        Shape table = tokens.weight().shape();
        if (recurrence.directions() != 1) {
            throw new IllegalArgumentException("language model: expected a recurrent layer in one direction, found "
                    + recurrence.getClass().getSimpleName() + " in two");
        }
        int in = recurrence.layers().get(0).in();
        int hidden = recurrence.hiddenUnits();
        if (in != table.dimension(1) || head.weight().dimension(1) != hidden || head.weight().dimension(0) != table.dimension(0)) {
            throw new IllegalArgumentException("language model: tokens " + table + ", a recurrent layer from " + in + " to " + hidden
                    + " features, and a head " + head.weight().shape() + " do not fit; expected [vocabulary, width], from width to hidden, "
                    + "and [vocabulary, hidden]");
        }
    }

    /** Of an LSTM, with PyTorch's initial weights and without dropout. */
    public static RecurrentLanguageModel lstm(int vocabulary, int width, int hidden, int layers, RandomGenerator random) {
        return new RecurrentLanguageModel(Embedding.of(vocabulary, width, random).dense(), Lstm.of(width, hidden, layers, false, random),
                Dropout.of(0, random), Linear.of(hidden, vocabulary, random));
    }

    /** Of a GRU, with PyTorch's initial weights and without dropout. */
    public static RecurrentLanguageModel gru(int vocabulary, int width, int hidden, int layers, RandomGenerator random) {
        return new RecurrentLanguageModel(Embedding.of(vocabulary, width, random).dense(), Gru.of(width, hidden, layers, false, random),
                Dropout.of(0, random), Linear.of(hidden, vocabulary, random));
    }

    /** This model, with dropout of the outputs of the recurrent layer. */
    public RecurrentLanguageModel dropout(double probability, RandomGenerator random) {
        return new RecurrentLanguageModel(tokens, recurrence, Dropout.of(probability, random), head);
    }

    @Override
    public int vocabulary() {
        return tokens.weight().dimension(0);
    }

    /** No limit. */
    @Override
    public int context() {
        return Integer.MAX_VALUE;
    }

    /**
     * The scores of the token that follows each step.
     *
     * @throws IllegalArgumentException if the input is not {@code [batch, steps]}, or is not of tokens
     */
    @Override
    public Tensor forward(Tensor ids) {
        return logits(recurrence.forward(embedded(ids)));
    }

    /** Two states of an LSTM, hidden and cell, and one of a GRU or a plain RNN. */
    @Override
    public CarriesState.Output forward(Tensor ids, List<Tensor> states) {
        int expected = RecurrentState.count(recurrence);
        if (!states.isEmpty() && states.size() != expected) {
            throw new IllegalArgumentException("language model: expected " + expected + " states or none, found " + states.size());
        }
        RecurrentState.Run run = RecurrentState.run(recurrence, embedded(ids), states.toArray(Tensor[]::new));
        return new CarriesState.Output(logits(run.outputs()), List.of(run.states()));
    }

    @Override
    public List<Shape> stateShapes(int batch) {
        Shape shape = Shape.of(recurrence.layers().size(), batch, recurrence.hiddenUnits());
        return Collections.nCopies(RecurrentState.count(recurrence), shape);
    }

    /** The vectors of the tokens. */
    private Tensor embedded(Tensor ids) {
        TokenIds.check("language model", ids.shape());
        return tokens.forward(ids);
    }

    /** The scores of the next token, for the outputs of the recurrent layer. */
    Tensor logits(Tensor outputs) {
        return head.forward(dropout.forward(outputs));
    }

    @Override
    public LanguageModel.State begin(int sequences) {
        return RecurrentState.empty(this, sequences);
    }

    @Override
    public Shape outputShape(Shape input) {
        return head.outputShape(recurrence.outputShape(tokens.outputShape(input)));
    }

    @Override
    public long flops(Shape input) {
        Shape steps = tokens.outputShape(input);
        return recurrence.flops(steps) + head.flops(recurrence.outputShape(steps));
    }

    @Override
    public Features provides(@Nullable Features input) {
        return Features.innermost(vocabulary());
    }
}
