package dev.lanewise.layers;

import static dev.lanewise.op.Gru.gru;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent units over sequences, in one or several layers, in one or both directions:
 * {@code [batch, time, in] → [batch, time, directions·hidden]}. The formulas are those of {@link dev.lanewise.op.Gru}; the names and the order
 * of the weights are PyTorch's, {@code weight_ih_l0}, {@code weight_hh_l0_reverse}, ….
 *
 * @param layers the weights of each layer
 * @param dropout between the layers, or none
 */
public record Gru(@SavedAs("") List<RecurrentLayer> layers, @Nullable Dropout dropout) implements HiddenStateRecurrent {

    private static final String NAME = "gru";
    private static final int GATES = 3;

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if there is no layer, or one does not fit the one below it
     */
    public Gru {
        layers = RecurrentStack.checked(NAME, GATES, layers);
    }

    /** One layer in one direction, with weights and biases from U(±1/√hidden), as PyTorch's. */
    public static Gru of(int in, int hidden, RandomGenerator random) {
        return of(in, hidden, 1, false, random);
    }

    /** Several layers, in one or both directions. */
    public static Gru of(int in, int hidden, int layers, boolean bidirectional, RandomGenerator random) {
        return new Gru(RecurrentStack.layers(NAME, GATES, in, hidden, layers, bidirectional, random), null);
    }

    /** This one without biases. */
    public Gru withoutBias() {
        return new Gru(layers.stream().map(RecurrentLayer::withoutBias).toList(), dropout);
    }

    /** This one with dropout between its layers: on the outputs of each but the last. */
    public Gru dropout(double probability, RandomGenerator random) {
        return new Gru(layers, Dropout.of(probability, random));
    }

    @Override
    public Output run(Tensor x, @Nullable IntTensor lengths, @Nullable Tensor hidden) {
        Tensor[] results = RecurrentStack.run(NAME, layers, dropout, x, new Tensor[] {hidden}, (input, states, directions) -> {
            var result = gru(input, lengths, states[0], directions);
            return new Tensor[] {result.outputs(), result.hidden()};
        });
        return new Output(results[0], results[1]);
    }
}
