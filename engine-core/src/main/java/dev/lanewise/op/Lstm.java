package dev.lanewise.op;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory over time, in one or both directions. With a = tanh (or relu) and · for products of matrices:
 *
 * <pre>
 *   i = σ(Wᵢ·x + Uᵢ·h + bᵢ)    f = σ(W_f·x + U_f·h + b_f)    g = a(W_g·x + U_g·h + b_g)    o = σ(Wₒ·x + Uₒ·h + bₒ)
 *   c = f·c + i·g              h = o·a(c)
 * </pre>
 *
 * <p>Sources: Hochreiter and Schmidhuber, <i>Long short-term memory</i>, Neural Computation 9 (1997); Gers, Schmidhuber and Cummins,
 * <i>Learning to forget</i>, Neural Computation 12 (2000); the order of the gates is PyTorch's.
 */
public final class Lstm {

    private static final int GATES = 4;

    private Lstm() {}

    /**
     * What comes out.
     *
     * @param outputs h after each step, {@code [batch, time, directions·hidden]}; zeros behind the end of a sequence
     * @param hidden h after the last step of each sequence, {@code [directions, batch, hidden]}
     * @param cell c after it, {@code [directions, batch, hidden]}
     */
    public record Result(Tensor outputs, Tensor hidden, Tensor cell) {}

    /**
     * Runs over the whole sequences. A step behind the end of a sequence costs nothing and changes nothing; a second direction reads each
     * sequence from its own end.
     *
     * @param x {@code [batch, time, in]}
     * @param lengths how many steps each sequence has, 0 to time; null if all have all
     * @param hidden h before the first step, {@code [directions, batch, hidden]}; null for zeros
     * @param cell c before it, {@code [directions, batch, hidden]}; given if h is
     * @param activation a
     * @param directions the weights of the way forward and, if there is one, of the way back
     * @throws IllegalArgumentException if the shapes do not fit, or a length is out of range
     */
    public static Result lstm(Tensor x, @Nullable IntTensor lengths, @Nullable Tensor hidden, @Nullable Tensor cell,
            CellActivation activation, RecurrentWeights... directions) {
        Tensor[] results = new Recurrence("lstm", GATES, x, lengths, new Tensor[] {hidden, cell}, directions,
                (steps, reverse, weights, initial, gradientOfInitial) ->
                        new Pass(steps, reverse, weights, initial, gradientOfInitial, activation))
                .run();
        return new Result(results[0], results[1], results[2]);
    }

    private static final class Pass extends RecurrentPass {

        private static final int CELL = 1; // among the states
        private static final int CANDIDATE = 2; // g, among the gates
        private static final int OUTPUT = 3; // o

        private final CellActivation activation;
        private final float[] gates; // [rows, 4·units]: i, f, g, o
        private final float[] activatedCells; // a(c), [rows, units]

        Pass(TimeSteps steps, boolean reverse, RecurrentWeights weights, float @Nullable [][] initial, boolean gradientOfInitial,
                CellActivation activation) {
            super(steps, reverse, weights, false, 2, initial, gradientOfInitial);
            this.activation = activation;
            this.gates = floats(steps.rows, GATES, units);
            this.activatedCells = floats(steps.rows, units);
        }

        @Override
        float[] gates() {
            return gates;
        }

        @Override
        Stage[] stages() {
            return new Stage[] {this::openGates, this::proposeCells, this::updateCells, this::activateCells, this::writeOutputs};
        }

        private void openGates(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int i = GATES * (steps.start(t) + row) * units;
                int o = i + OUTPUT * units;
                Recurrence.KERNELS.sigmoid(gates, gates, i, i + 2 * units); // i and f
                Recurrence.KERNELS.sigmoid(gates, gates, o, o + units);
            }
        }

        private void proposeCells(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int at = (GATES * (steps.start(t) + row) + CANDIDATE) * units;
                activation.apply(gates, gates, at, at + units);
            }
        }

        private void updateCells(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int at = (steps.start(t) + row) * units;
                Recurrence.KERNELS.lstmCell(units, gates, GATES * at, before(CELL, t, row), beforeAt(t, row), states[CELL], at);
            }
        }

        private void activateCells(int t, int from, int to) {
            activation.apply(states[CELL], activatedCells, (steps.start(t) + from) * units, (steps.start(t) + to) * units);
        }

        private void writeOutputs(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int at = (steps.start(t) + row) * units;
                Recurrence.KERNELS.productOfRows(units, gates, GATES * at + OUTPUT * units, activatedCells, at, states[0], at);
            }
        }

        @Override
        boolean stepBack(int t, int from, int to) {
            for (int row = from; row < to; row++) {
                int at = (steps.start(t) + row) * units;
                Recurrence.KERNELS.lstmGradient(units, activation == CellActivation.RELU, gates, GATES * at, before(CELL, t, row),
                        beforeAt(t, row), activatedCells, at, carried[0], row * units, carried[CELL], row * units);
            }
            return false;
        }
    }
}
