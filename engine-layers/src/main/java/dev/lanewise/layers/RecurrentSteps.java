package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;

/** The recurrent layers of a {@link Network}. */
abstract class RecurrentSteps extends AttentionSteps {

    RecurrentSteps() {}

    private static int sequenceFeatures(Shape shape) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("expected sequences [batch, time, features]; begin with ids and an embedding, or give the input two "
                    + "dimensions");
        }
        return shape.dimension(2);
    }

    /** An {@link Lstm} of one layer with so many units. */
    public Network lstm(int hidden) {
        return lstm(hidden, 1, false);
    }

    /** An {@link Lstm} of several layers, in one or both directions. */
    public Network lstm(int hidden, int layers, boolean bidirectional) {
        return lstm(hidden, layers, bidirectional, (lstm, random) -> lstm);
    }

    /** An {@link Lstm} and what else is asked of it: {@code lstm(64, 2, true, (lstm, random) -> lstm.dropout(0.2, random))}. */
    public Network lstm(int hidden, int layers, boolean bidirectional, Network.Options<Lstm> options) {
        return with("lstm(" + hidden + ")", (shape, random) ->
                options.of(Lstm.of(sequenceFeatures(shape), hidden, layers, bidirectional, random), random));
    }

    /** A {@link Gru} of one layer with so many units. */
    public Network gru(int hidden) {
        return gru(hidden, 1, false);
    }

    /** A {@link Gru} of several layers, in one or both directions. */
    public Network gru(int hidden, int layers, boolean bidirectional) {
        return gru(hidden, layers, bidirectional, (gru, random) -> gru);
    }

    /** A {@link Gru} and what else is asked of it: {@code gru(64, 2, true, (gru, random) -> gru.withoutBias())}. */
    public Network gru(int hidden, int layers, boolean bidirectional, Network.Options<Gru> options) {
        return with("gru(" + hidden + ")", (shape, random) ->
                options.of(Gru.of(sequenceFeatures(shape), hidden, layers, bidirectional, random), random));
    }

    /** An {@link Rnn} of one layer with so many units. */
    public Network rnn(int hidden) {
        return rnn(hidden, 1, false);
    }

    /** An {@link Rnn} of several layers, in one or both directions. */
    public Network rnn(int hidden, int layers, boolean bidirectional) {
        return rnn(hidden, layers, bidirectional, (rnn, random) -> rnn);
    }

    /** An {@link Rnn} and what else is asked of it: {@code rnn(64, 2, true, (rnn, random) -> rnn.activation(CellActivation.RELU))}. */
    public Network rnn(int hidden, int layers, boolean bidirectional, Network.Options<Rnn> options) {
        return with("rnn(" + hidden + ")", (shape, random) ->
                options.of(Rnn.of(sequenceFeatures(shape), hidden, layers, bidirectional, random), random));
    }

    /** A {@link LastStep} of sequences. */
    public Network lastStep() {
        return with("lastStep", new LastStep());
    }
}
