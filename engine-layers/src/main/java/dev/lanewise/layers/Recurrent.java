package dev.lanewise.layers;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A recurrent network that reads whole sequences, {@code [batch, time, in] → [batch, time, directions·hidden]}. */
public sealed interface Recurrent extends Layer permits Lstm, HiddenStateRecurrent {

    /**
     * What a network gives for whole sequences.
     *
     * @param outputs of the last layer, {@code [batch, time, directions·hidden]}; zeros behind the end of a sequence
     * @param hidden the hidden state of each layer and direction after its last step, {@code [layers·directions, batch, hidden]}
     */
    record Output(Tensor outputs, Tensor hidden) {}

    /**
     * Reads sequences of different lengths, from a state of zeros.
     *
     * @param x {@code [batch, time, in]}
     * @param lengths how many steps each sequence has, 0 to time, what is behind them being padding; null if all have all
     * @throws IllegalArgumentException if a shape does not fit, or a length is out of range
     */
    Output read(Tensor x, @Nullable IntTensor lengths);

    /** The weights of each layer. */
    List<RecurrentLayer> layers();

    /** How many units each direction of a layer has. */
    default int hiddenUnits() {
        return layers().get(0).hidden();
    }

    /** 1, or 2 with a way back. */
    default int directions() {
        return layers().get(0).directions();
    }

    /** What the last layer knows at the end of each sequence: the last states of its directions side by side, {@code [batch, directions·hidden]}. */
    default Tensor lastStates(Tensor x, @Nullable IntTensor lengths) {
        return RecurrentStack.sideBySide(read(x, lengths).hidden(), directions());
    }

    @Override
    default Tensor forward(Tensor x) {
        return read(x, null).outputs();
    }

    @Override
    default Shape outputShape(Shape input) {
        return RecurrentStack.outputShape(this, input);
    }

    @Override
    default long flops(Shape input) {
        return RecurrentStack.flops(layers(), input);
    }

    @Override
    default Features expects() {
        return Features.innermost(layers().get(0).in());
    }

    @Override
    default Features provides(@Nullable Features input) {
        return Features.innermost(RecurrentStack.outputs(layers().get(0)));
    }
}
