package dev.lanewise.op;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The simple recurrent network over time, in one or both directions: h = a(W·x + U·h + b) with a = tanh or relu.
 *
 * <p>Source: Elman, <i>Finding structure in time</i>, Cognitive Science 14 (1990).
 */
public final class Rnn {

    private Rnn() {}

    /**
     * What comes out.
     *
     * @param outputs h after each step, {@code [batch, time, directions·hidden]}; zeros behind the end of a sequence
     * @param hidden h after the last step of each sequence, {@code [directions, batch, hidden]}
     */
    public record Result(Tensor outputs, Tensor hidden) {}

    /**
     * Runs over the whole sequences. A step behind the end of a sequence costs nothing and changes nothing; a second direction reads each
     * sequence from its own end.
     *
     * @param x {@code [batch, time, in]}
     * @param lengths how many steps each sequence has, 0 to time; null if all have all
     * @param hidden h before the first step, {@code [directions, batch, hidden]}; null for zeros
     * @param activation a
     * @param directions the weights of the way forward and, if there is one, of the way back
     * @throws IllegalArgumentException if the shapes do not fit, or a length is out of range
     */
    public static Result rnn(Tensor x, @Nullable IntTensor lengths, @Nullable Tensor hidden, CellActivation activation,
            RecurrentWeights... directions) {
        Tensor[] results = new Recurrence("rnn", 1, x, lengths, new Tensor[] {hidden}, directions,
                (steps, reverse, weights, initial, gradientOfInitial) ->
                        new Pass(steps, reverse, weights, initial, gradientOfInitial, activation))
                .run();
        return new Result(results[0], results[1]);
    }

    private static final class Pass extends RecurrentPass {

        private final CellActivation activation;
        private final float[] sums; // [rows, units]: before the activation

        Pass(TimeSteps steps, boolean reverse, RecurrentWeights weights, float @Nullable [][] initial, boolean gradientOfInitial,
                CellActivation activation) {
            super(steps, reverse, weights, false, 1, initial, gradientOfInitial);
            this.activation = activation;
            this.sums = floats(steps.rows, units);
        }

        @Override
        float[] gates() {
            return sums;
        }

        @Override
        Stage[] stages() {
            return new Stage[] {this::activate};
        }

        private void activate(int t, int from, int to) {
            activation.apply(sums, states[0], (steps.start(t) + from) * units, (steps.start(t) + to) * units);
        }

        @Override
        boolean stepBack(int t, int from, int to) {
            int at = (steps.start(t) + from) * units;
            Recurrence.KERNELS.cellGradient(
                    (to - from) * units, activation == CellActivation.RELU, states[0], at, carried[0], from * units, sums, at);
            return false;
        }
    }
}
