package dev.lanewise.layers;

import static dev.lanewise.op.Rnn.rnn;

import dev.lanewise.op.CellActivation;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The simple recurrent network over sequences, in one or several layers, in one or both directions:
 * {@code [batch, time, in] → [batch, time, directions·hidden]}. The formulas are those of {@link dev.lanewise.op.Rnn}; the names and the order
 * of the weights are PyTorch's, {@code weight_ih_l0}, {@code weight_hh_l0_reverse}, ….
 *
 * @param layers the weights of each layer
 * @param dropout between the layers, or none
 * @param activation tanh or relu
 */
public record Rnn(@SavedAs("") List<RecurrentLayer> layers, @Nullable Dropout dropout, CellActivation activation) implements HiddenStateRecurrent {

    private static final String NAME = "rnn";
    private static final int GATES = 1;

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if there is no layer, or one does not fit the one below it
     */
    public Rnn {
        layers = RecurrentStack.checked(NAME, GATES, layers);
    }

    /** One layer in one direction, with weights and biases from U(±1/√hidden), as PyTorch's. */
    public static Rnn of(int in, int hidden, RandomGenerator random) {
        return of(in, hidden, 1, false, random);
    }

    /** Several layers, in one or both directions. */
    public static Rnn of(int in, int hidden, int layers, boolean bidirectional, RandomGenerator random) {
        return new Rnn(RecurrentStack.layers(NAME, GATES, in, hidden, layers, bidirectional, random), null, CellActivation.TANH);
    }

    /** This one without biases. */
    public Rnn withoutBias() {
        return new Rnn(layers.stream().map(RecurrentLayer::withoutBias).toList(), dropout, activation);
    }

    /** This one with dropout between its layers: on the outputs of each but the last. */
    public Rnn dropout(double probability, RandomGenerator random) {
        return new Rnn(layers, Dropout.of(probability, random), activation);
    }

    /** This one with another activation. */
    public Rnn activation(CellActivation other) {
        return new Rnn(layers, dropout, other);
    }

    @Override
    public Output run(Tensor x, @Nullable IntTensor lengths, @Nullable Tensor hidden) {
        Tensor[] results = RecurrentStack.run(NAME, layers, dropout, x, new Tensor[] {hidden}, (input, states, directions) -> {
            var result = rnn(input, lengths, states[0], activation, directions);
            return new Tensor[] {result.outputs(), result.hidden()};
        });
        return new Output(results[0], results[1]);
    }
}
