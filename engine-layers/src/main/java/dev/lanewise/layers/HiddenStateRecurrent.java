package dev.lanewise.layers;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A recurrent network that remembers nothing but its hidden state: a GRU or a simple RNN, not an LSTM with its cell. */
public sealed interface HiddenStateRecurrent extends Recurrent permits Gru, Rnn {

    /**
     * Runs over sequences.
     *
     * @param x {@code [batch, time, in]}
     * @param lengths how many steps each sequence has, 0 to time, what is behind them being padding; null if all have all
     * @param hidden the state before the first step, {@code [layers·directions, batch, hidden]}; null for zeros. A gradient flows back through it;
     *     for truncated back-propagation through time give a {@link Tensor#copy} of the one of the steps before
     * @throws IllegalArgumentException if a shape does not fit, or a length is out of range
     */
    Output run(Tensor x, @Nullable IntTensor lengths, @Nullable Tensor hidden);

    @Override
    default Output read(Tensor x, @Nullable IntTensor lengths) {
        return run(x, lengths, null);
    }

    /**
     * One step, as for generation: what {@link #run} gives for sequences of one step.
     *
     * @param x {@code [batch, in]}
     * @param hidden the state before the step, {@code [layers·directions, batch, hidden]}; null for zeros
     * @return the outputs {@code [batch, directions·hidden]}, and the state after the step
     * @throws IllegalArgumentException if a shape does not fit
     */
    default Output step(Tensor x, @Nullable Tensor hidden) {
        Output output = run(RecurrentStack.oneStep(this, x), null, hidden);
        return new Output(RecurrentStack.ofOneStep(output.outputs()), output.hidden());
    }
}
