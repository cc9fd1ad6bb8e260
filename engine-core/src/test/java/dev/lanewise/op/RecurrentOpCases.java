package dev.lanewise.op;

import static dev.lanewise.op.DoubleTensor.sum;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Recurrent networks in double precision, one unit after the other: outputs and final states, one behind the other as one row. */
final class RecurrentOpCases {

    private static final int BATCH = 3;
    private static final int TIME = 5;
    private static final int IN = 2;
    private static final int[] LENGTHS = {3, 5, 1};

    private RecurrentOpCases() {}

    /* The states after a step, from those before it and the sums of the inputs and of the hidden state for each gate and unit. */
    private interface Cell {
        double[][] after(double[][] before, double[] inputs, double[] states);
    }

    private interface Op {
        Tensor[] run(Tensor x, IntTensor lengths, Tensor[] states, RecurrentWeights... directions);
    }

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        for (CellActivation activation : CellActivation.values()) {
            cases.add(of("lstm " + activation, 4, 2, 7, 1, null, lstm(activation), (before, inputs, states) -> lstm(before, inputs, states, activation)));
            cases.add(of("rnn " + activation, 1, 1, 5, 1, null, rnn(activation), (before, inputs, states) -> rnn(before, inputs, states, activation)));
        }
        cases.add(of("lstm both directions of parts", 4, 2, 17, 2, LENGTHS, lstm(CellActivation.TANH),
                (before, inputs, states) -> lstm(before, inputs, states, CellActivation.TANH)));
        cases.add(of("rnn both directions of parts", 1, 1, 19, 2, LENGTHS, rnn(CellActivation.TANH),
                (before, inputs, states) -> rnn(before, inputs, states, CellActivation.TANH)));
        cases.add(of("gru", 3, 1, 5, 1, null, gru(), RecurrentOpCases::gru));
        cases.add(of("gru both directions of parts", 3, 1, 17, 2, LENGTHS, gru(), RecurrentOpCases::gru));
        return cases;
    }

    private static Op lstm(CellActivation activation) {
        return (x, lengths, states, directions) -> {
            Lstm.Result result = Lstm.lstm(x, lengths, states[0], states[1], activation, directions);
            return new Tensor[] {result.outputs(), result.hidden(), result.cell()};
        };
    }

    private static Op gru() {
        return (x, lengths, states, directions) -> {
            Gru.Result result = Gru.gru(x, lengths, states[0], directions);
            return new Tensor[] {result.outputs(), result.hidden()};
        };
    }

    private static Op rnn(CellActivation activation) {
        return (x, lengths, states, directions) -> {
            Rnn.Result result = Rnn.rnn(x, lengths, states[0], activation, directions);
            return new Tensor[] {result.outputs(), result.hidden()};
        };
    }

    private static double activated(CellActivation activation, double v) {
        return activation == CellActivation.TANH ? Math.tanh(v) : Math.max(v, 0);
    }

    private static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }

    private static double[][] lstm(double[][] before, double[] inputs, double[] states, CellActivation activation) {
        int units = before[0].length;
        double[][] after = new double[2][units];
        for (int j = 0; j < units; j++) {
            double i = sigmoid(inputs[j] + states[j]);
            double f = sigmoid(inputs[units + j] + states[units + j]);
            double g = activated(activation, inputs[2 * units + j] + states[2 * units + j]);
            double o = sigmoid(inputs[3 * units + j] + states[3 * units + j]);
            after[1][j] = f * before[1][j] + i * g;
            after[0][j] = o * activated(activation, after[1][j]);
        }
        return after;
    }

    private static double[][] gru(double[][] before, double[] inputs, double[] states) {
        int units = before[0].length;
        double[][] after = new double[1][units];
        for (int j = 0; j < units; j++) {
            double r = sigmoid(inputs[j] + states[j]);
            double z = sigmoid(inputs[units + j] + states[units + j]);
            double n = Math.tanh(inputs[2 * units + j] + r * states[2 * units + j]);
            after[0][j] = (1 - z) * n + z * before[0][j];
        }
        return after;
    }

    private static double[][] rnn(double[][] before, double[] inputs, double[] states, CellActivation activation) {
        double[][] after = new double[1][before[0].length];
        for (int j = 0; j < after[0].length; j++) {
            after[0][j] = activated(activation, inputs[j] + states[j]);
        }
        return after;
    }

    /* Inputs: x, the states, and for each direction two weights and two biases. */
    private static OpCase of(String name, int gates, int stateCount, int units, int directions, int[] lengths, Op op, Cell cell) {
        List<Shape> shapes = new ArrayList<>();
        shapes.add(Shape.of(BATCH, TIME, IN));
        for (int state = 0; state < stateCount; state++) {
            shapes.add(Shape.of(directions, BATCH, units));
        }
        for (int d = 0; d < directions; d++) {
            shapes.addAll(List.of(Shape.of(gates * units, IN), Shape.of(gates * units, units), Shape.of(gates * units), Shape.of(gates * units)));
        }
        IntTensor lengthsOf = lengths == null ? null : IntTensor.of(lengths);
        int[] ends = lengths == null ? new int[] {TIME, TIME, TIME} : lengths;
        return OpCase.of(name,
                x -> {
                    RecurrentWeights[] weights = new RecurrentWeights[directions];
                    for (int d = 0; d < directions; d++) {
                        int at = 1 + stateCount + 4 * d;
                        weights[d] = new RecurrentWeights(x[at], x[at + 1], x[at + 2], x[at + 3]);
                    }
                    Tensor[] results = op.run(x[0], lengthsOf, Arrays.copyOfRange(x, 1, 1 + stateCount), weights);
                    for (int i = 0; i < results.length; i++) {
                        results[i] = Reshape.reshape(results[i], Shape.of(results[i].size()));
                    }
                    return Concat.concat(0, results);
                },
                x -> reference(x, gates, stateCount, units, directions, ends, cell), shapes.toArray(Shape[]::new))
                .domain(-0.9, 0.9).tolerance(1e-5, 1e-4);
    }

    private static DoubleTensor reference(DoubleTensor[] x, int gates, int stateCount, int units, int directions, int[] ends, Cell cell) {
        int outputs = BATCH * TIME * directions * units;
        int ofState = directions * BATCH * units;
        double[] y = new double[outputs + stateCount * ofState];
        for (int d = 0; d < directions; d++) {
            int at = 1 + stateCount + 4 * d;
            for (int n = 0; n < BATCH; n++) {
                double[][] states = new double[stateCount][units];
                for (int state = 0; state < stateCount; state++) {
                    for (int j = 0; j < units; j++) {
                        states[state][j] = x[1 + state].get(d, n, j);
                    }
                }
                for (int s = 0; s < ends[n]; s++) {
                    int t = d == 0 ? s : ends[n] - 1 - s;
                    double[] inputs = new double[gates * units];
                    double[] recurrent = new double[gates * units];
                    for (int g = 0; g < gates * units; g++) {
                        int gate = g;
                        int sample = n;
                        double[] hidden = states[0];
                        inputs[g] = x[at + 2].get(g) + sum(IN, k -> x[at].get(gate, k) * x[0].get(sample, t, k));
                        recurrent[g] = x[at + 3].get(g) + sum(units, k -> x[at + 1].get(gate, k) * hidden[k]);
                    }
                    states = cell.after(states, inputs, recurrent);
                    System.arraycopy(states[0], 0, y, ((n * TIME + t) * directions + d) * units, units);
                }
                for (int state = 0; state < stateCount; state++) {
                    System.arraycopy(states[state], 0, y, outputs + state * ofState + (d * BATCH + n) * units, units);
                }
            }
        }
        return new DoubleTensor(Shape.of(y.length), y);
    }
}
