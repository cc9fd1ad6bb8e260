package dev.lanewise.generation;

import dev.lanewise.layers.LanguageModel;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model by hand: the probabilities of the next token depend on the last one alone.
 *
 * @param probabilities row by row, of each token after each token
 * @param shown everything that it was shown, one text for each call: the length before and the tokens
 */
record TableModel(double[][] probabilities, int context, List<String> shown) implements LanguageModel {

    static TableModel of(double[]... probabilities) {
        return new TableModel(probabilities, Integer.MAX_VALUE, new ArrayList<>());
    }

    TableModel within(int steps) {
        return new TableModel(probabilities, steps, new ArrayList<>());
    }

    @Override
    public int vocabulary() {
        return probabilities.length;
    }

    @Override
    public State begin(int sequences) {
        return new Seen(sequences, 0);
    }

    @Override
    public Tensor forward(Tensor ids) {
        float[] logits = new float[ids.size() * vocabulary()];
        for (int i = 0; i < ids.size(); i++) {
            write((int) ids.array()[i], logits, i);
        }
        return Tensor.wrap(Shape.of(ids.dimension(0), ids.dimension(1), vocabulary()), logits);
    }

    private void write(int token, float[] logits, int row) {
        for (int j = 0; j < vocabulary(); j++) {
            logits[row * vocabulary() + j] = (float) Math.log(probabilities[token][j]);
        }
    }

    private final class Seen implements State {

        private final int sequences;
        private int length;

        private Seen(int sequences, int length) {
            this.sequences = sequences;
            this.length = length;
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
            int steps = tokens.shape().dimension(1);
            if (tokens.shape().dimension(0) != sequences || length + steps > context) {
                throw new IllegalArgumentException("tokens " + tokens.shape() + " after " + length);
            }
            shown.add(length + " " + Arrays.toString(tokens.array()));
            length += steps;
            float[] logits = new float[sequences * vocabulary()];
            for (int i = 0; i < sequences; i++) {
                write(tokens.get((i + 1) * steps - 1), logits, i);
            }
            return Tensor.wrap(Shape.of(sequences, vocabulary()), logits);
        }

        @Override
        public State select(int... chosen) {
            return new Seen(chosen.length, length);
        }
    }
}
