package dev.lanewise.layers;

import static dev.lanewise.op.Lstm.lstm;

import dev.lanewise.op.CellActivation;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory over sequences, in one or several layers, in one or both directions:
 * {@code [batch, time, in] → [batch, time, directions·hidden]}. The formulas are those of {@link dev.lanewise.op.Lstm}; the names and the
 * order of the weights are PyTorch's, {@code weight_ih_l0}, {@code weight_hh_l0_reverse}, ….
 *
 * <pre>{@code
 * Lstm lstm = Lstm.of(64, 128, random);
 * Tensor outputs = lstm.forward(x);                         // all of them, as a layer of a Sequential
 * Lstm.Output output = lstm.run(x, lengths, null);          // sequences of different lengths
 * Lstm.Output next = lstm.run(more, null, output.state());  // goes on where that ended
 * }</pre>
 *
 * @param layers the weights of each layer
 * @param dropout between the layers, or none
 * @param activation what bends the cell: tanh, or relu as Keras' {@code activation="relu"}
 */
public record Lstm(@SavedAs("") List<RecurrentLayer> layers, @Nullable Dropout dropout, CellActivation activation) implements Recurrent {

    private static final String NAME = "lstm";
    private static final int GATES = 4;

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if there is no layer, or one does not fit the one below it
     */
    public Lstm {
        layers = RecurrentStack.checked(NAME, GATES, layers);
    }

    /**
     * All outputs of the last layer, and what is known at the end.
     *
     * @param outputs {@code [batch, time, directions·hidden]}; zeros behind the end of a sequence
     * @param state after the last step of each sequence
     */
    public record Output(Tensor outputs, LstmState state) {}

    /** One layer in one direction, with weights and biases from U(±1/√hidden), as PyTorch's. */
    public static Lstm of(int in, int hidden, RandomGenerator random) {
        return of(in, hidden, 1, false, random);
    }

    /** Several layers, in one or both directions. */
    public static Lstm of(int in, int hidden, int layers, boolean bidirectional, RandomGenerator random) {
        return new Lstm(RecurrentStack.layers(NAME, GATES, in, hidden, layers, bidirectional, random), null, CellActivation.TANH);
    }

    /** This one without biases. */
    public Lstm withoutBias() {
        return new Lstm(layers.stream().map(RecurrentLayer::withoutBias).toList(), dropout, activation);
    }

    /** This one with dropout between its layers: on the outputs of each but the last. */
    public Lstm dropout(double probability, RandomGenerator random) {
        return new Lstm(layers, Dropout.of(probability, random), activation);
    }

    /** This one with another activation of the cell. */
    public Lstm activation(CellActivation other) {
        return new Lstm(layers, dropout, other);
    }

    @Override
    public Recurrent.Output read(Tensor x, @Nullable IntTensor lengths) {
        Output output = run(x, lengths, null);
        return new Recurrent.Output(output.outputs(), output.state().hidden());
    }

    /**
     * Runs over sequences.
     *
     * @param x {@code [batch, time, in]}
     * @param lengths how many steps each sequence has, 0 to time, what is behind them being padding; null if all have all
     * @param state before the first step; null for zeros. A gradient flows back through it; for truncated back-propagation through time give
     *     the {@link LstmState#detached} one of the steps before
     * @throws IllegalArgumentException if a shape does not fit, or a length is out of range
     */
    public Output run(Tensor x, @Nullable IntTensor lengths, @Nullable LstmState state) {
        @Nullable Tensor[] initial = state == null ? new Tensor[2] : new Tensor[] {state.hidden(), state.cell()};
        Tensor[] results = RecurrentStack.run(NAME, layers, dropout, x, initial, (input, states, directions) -> {
            var result = lstm(input, lengths, states[0], states[1], activation, directions);
            return new Tensor[] {result.outputs(), result.hidden(), result.cell()};
        });
        return new Output(results[0], new LstmState(results[1], results[2]));
    }

    /**
     * One step, as for generation: what {@link #run} gives for sequences of one step.
     *
     * @param x {@code [batch, in]}
     * @param state before the step; null for zeros
     * @return the outputs {@code [batch, directions·hidden]}, and the state after the step
     */
    public Output step(Tensor x, @Nullable LstmState state) {
        Output output = run(RecurrentStack.oneStep(this, x), null, state);
        return new Output(RecurrentStack.ofOneStep(output.outputs()), output.state());
    }
}
