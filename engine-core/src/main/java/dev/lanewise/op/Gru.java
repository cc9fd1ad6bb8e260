package dev.lanewise.op;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent units over time, in one or both directions:
 *
 * <pre>
 *   r = σ(Wᵣ·x + Uᵣ·h + bᵣ)    z = σ(W_z·x + U_z·h + b_z)    n = tanh(Wₙ·x + bₙ + r·(Uₙ·h + b′ₙ))
 *   h = (1 − z)·n + z·h
 * </pre>
 *
 * <p>Source: Cho, van Merriënboer, Gülçehre, Bahdanau, Bougares, Schwenk and Bengio, <i>Learning phrase representations using RNN
 * encoder–decoder for statistical machine translation</i>, EMNLP 2014; the order of the gates, and the reset gate after the product of
 * the state, are PyTorch's (and cuDNN's).
 */
public final class Gru {

    private static final int GATES = 3;

    private Gru() {}

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
     * @param directions the weights of the way forward and, if there is one, of the way back
     * @throws IllegalArgumentException if the shapes do not fit, or a length is out of range
     */
    public static Result gru(Tensor x, @Nullable IntTensor lengths, @Nullable Tensor hidden, RecurrentWeights... directions) {
        Tensor[] results = new Recurrence("gru", GATES, x, lengths, new Tensor[] {hidden}, directions, Pass::new).run();
        return new Result(results[0], results[1]);
    }

    private static final class Pass extends RecurrentPass {

        private final float[] gates; // [rows, 3·units]: r, z, n
        private final float[] apart; // what the state before contributes to them

        Pass(TimeSteps steps, boolean reverse, RecurrentWeights weights, float @Nullable [][] initial, boolean gradientOfInitial) {
            super(steps, reverse, weights, true, 1, initial, gradientOfInitial);
            this.gates = floats(steps.rows, GATES, units);
            this.apart = floats(steps.rows, GATES, units);
        }

        @Override
        float[] gates() {
            return gates;
        }

        @Override
        float[] recurrentGates() {
            return apart;
        }

        @Override
        Stage[] stages() {
            return new Stage[] {this::openGates, this::resetStates, this::proposeStates, this::mixStates};
        }

        private void openGates(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int r = GATES * (steps.start(t) + row) * units;
                Recurrence.KERNELS.addToRow(2 * units, apart, r, gates, r);
                Recurrence.KERNELS.sigmoid(gates, gates, r, r + 2 * units);
            }
        }

        private void resetStates(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int r = GATES * (steps.start(t) + row) * units;
                Recurrence.KERNELS.gruCandidate(units, gates, r, apart, r);
            }
        }

        private void proposeStates(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int n = (GATES * (steps.start(t) + row) + 2) * units;
                Recurrence.KERNELS.tanh(gates, gates, n, n + units);
            }
        }

        private void mixStates(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int at = (steps.start(t) + row) * units;
                Recurrence.KERNELS.gruState(units, gates, GATES * at, before(0, t, row), beforeAt(t, row), states[0], at);
            }
        }

        @Override
        boolean stepBack(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int at = GATES * (steps.start(t) + row) * units;
                Recurrence.KERNELS.gruGradient(
                        units, gates, at, apart, at, before(0, t, row), beforeAt(t, row), carried[0], row * units);
            }
            return true;
        }
    }
}
