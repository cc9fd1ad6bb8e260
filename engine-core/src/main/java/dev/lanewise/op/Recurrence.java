package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Input;
import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.Epilogue;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.MatrixProduct;
import dev.lanewise.matmul.Operand;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A whole recurrent layer over time as one op, whatever its cell: one product for the inputs of all time steps, then for each step one
 * product with the recurrent weights, which are packed once, and the cell. Going back, the gradients of the gates are kept for all
 * steps, and each weight's gradient is one product at the end.
 */
final class Recurrence {

    static final Kernels KERNELS = Kernels.active();

    /** What one thread does in a nanosecond, roughly; decides what is split, never a result. */
    private static final long OPERATIONS_PER_NANOSECOND = 32;

    /** Makes the pass of one direction. */
    interface Cell {
        RecurrentPass pass(TimeSteps steps, boolean reverse, RecurrentWeights weights, float @Nullable [][] initial, boolean gradientOfInitial);
    }

    private final Operation op;
    private final int gates;
    private final Tensor x;
    private final @Nullable Tensor[] initial;
    private final RecurrentWeights[] directions;
    private final TimeSteps steps;
    private final int units;
    private final Tensor packedInput;
    private final RecurrentPass[] passes;

    /**
     * Checks the inputs.
     *
     * @param gates how many the cell has
     * @param initial the states before the first step, [directions, batch, hidden] each; all null for zeros
     */
    Recurrence(String name, int gates, Tensor x, @Nullable IntTensor lengths, @Nullable Tensor[] initial,
            RecurrentWeights[] directions, Cell cell) {
        this.op = Operation.begin(name);
        this.gates = gates;
        this.x = x;
        this.initial = initial;
        this.directions = directions;
        this.units = check();
        this.steps = TimeSteps.of(op, x.dimension(0), x.dimension(1), lengths);
        this.packedInput = steps.packed(x);
        this.passes = new RecurrentPass[directions.length];
        boolean gradientOfInitial = Arrays.stream(initial).anyMatch(state -> state != null && op.carriesGradient(state));
        for (int d = 0; d < passes.length; d++) {
            passes[d] = cell.pass(steps, d == 1, directions[d], sorted(d, initial), gradientOfInitial);
            projectInputs(passes[d]);
        }
    }

    private int check() {
        op.require(x.shape().rank() == 3, "expected sequences [batch, time, features], found %s", x.shape());
        op.require(directions.length == 1 || directions.length == 2, "expected the weights of one or two directions, found %d",
                directions.length);
        int in = x.dimension(2);
        int hidden = directions[0].hidden();
        for (RecurrentWeights weights : directions) {
            op.require(weights.recurrent().shape().equals(Shape.of(gates * hidden, hidden)),
                    "the recurrent weight must be [%d·hidden, hidden], found %s", gates, weights.recurrent().shape());
            op.require(weights.input().shape().rank() == 2 && weights.input().dimension(0) == gates * hidden,
                    "the input weight must be [%d, features], as the recurrent weight %s says, found %s", gates * hidden,
                    weights.recurrent().shape(), weights.input().shape());
            op.require(weights.input().dimension(1) == in, "input %s has %d features, the input weight %s expects %d", x.shape(), in,
                    weights.input().shape(), weights.input().dimension(1));
            requireBias(weights.inputBias(), gates * hidden);
            requireBias(weights.recurrentBias(), gates * hidden);
        }
        Shape state = Shape.of(directions.length, x.dimension(0), hidden);
        for (Tensor given : initial) {
            op.require(given == null || given.shape().equals(state),
                    "an initial state must be [directions, batch, hidden] = %s, found %s", state, given == null ? "" : given.shape());
            op.require((given == null) == (initial[0] == null), "give all initial states, or none");
        }
        return hidden;
    }

    private void requireBias(@Nullable Tensor bias, int size) {
        op.require(bias == null || bias.shape().equals(Shape.of(size)), "a bias must be [%d], found %s", size,
                bias == null ? "" : bias.shape());
    }

    /* The part of each state that belongs to a direction, in the order of the rows. */
    private float @Nullable [][] sorted(int direction, @Nullable Tensor[] given) {
        if (given[0] == null) {
            return null;
        }
        float[][] sorted = new float[given.length][];
        for (int state = 0; state < given.length; state++) {
            sorted[state] = RecurrentPass.floats(steps.batch * units);
            sort(Objects.requireNonNull(given[state]), direction, sorted[state]);
        }
        return sorted;
    }

    private void sort(Tensor state, int direction, float[] sorted) {
        for (int row = 0; row < steps.batch; row++) {
            System.arraycopy(state.array(), (direction * steps.batch + steps.sequence(row)) * units, sorted, row * units, units);
        }
    }

    private void projectInputs(RecurrentPass pass) {
        int in = x.dimension(2);
        int out = gates * units;
        RecurrentWeights weights = pass.weights;
        float[] bias = joined(weights.inputBias(), pass.keepsApart() ? null : weights.recurrentBias());
        MatrixProduct.multiply(steps.rows, out, in, Matrix.rows(packedInput.array(), 0, in),
                packed(weights.input(), Matrix.rows(weights.input().array(), 0, in), out, in, false), pass.gates(), 0, out,
                bias == null ? Epilogue.NONE : Epilogue.biasPerColumn(bias, 0, false));
    }

    private static float @Nullable [] joined(@Nullable Tensor first, @Nullable Tensor second) {
        if (first == null || second == null) {
            return first != null ? first.array() : second != null ? second.array() : null;
        }
        return Elementwise.sum(first, second).array();
    }

    /* What stays packed from call to call where nobody trains; in training it changes with every step. */
    private static Operand packed(Tensor weight, Matrix matrix, int n, int k, boolean always) {
        if (weight instanceof Parameter parameter && !Gradients.areRecorded()) {
            return parameter.derived(PackedMatrix.class, ignored -> PackedMatrix.of(matrix, n, k));
        }
        return always ? PackedMatrix.in(RecurrentPass.floats(PackedMatrix.size(n, k)), matrix, n, k) : matrix;
    }

    /** Runs the steps and ends the op: the outputs [batch, time, directions·hidden], and the final states [directions, batch, hidden]. */
    Tensor[] run() {
        PackedMatrix[] packed = new PackedMatrix[passes.length];
        for (int d = 0; d < passes.length; d++) {
            Tensor weight = directions[d].recurrent();
            packed[d] = (PackedMatrix) packed(weight, Matrix.rows(weight.array(), 0, units), gates * units, units, true);
        }
        forEachPart((d, from, to, scratch) -> passes[d].forward(from, to, packed[d], scratch));
        Tensor[] results = new Tensor[1 + initial.length];
        Tensor y = Workspace.tensor(Shape.of(steps.batch, steps.time, passes.length * units));
        results[0] = y;
        for (int d = 0; d < passes.length; d++) {
            steps.unpack(passes[d].states[0], units, y, d * units);
        }
        for (int state = 0; state < initial.length; state++) {
            results[1 + state] = finalStates(state);
        }
        op.flops(2L * passes.length * steps.rows * gates * units * (x.dimension(2) + units));
        op.differentiable(results, this::backThroughTime, inputs());
        return results;
    }

    /** Work on some rows of one direction, over all time steps. */
    private interface Part {
        void run(int direction, int from, int to, Scratch scratch);
    }

    private void forEachPart(Part part) {
        int tile = KERNELS.tileRows();
        int ofDirection = Math.max(1, Math.min(Math.ceilDiv(Parallel.threads(), passes.length), Math.ceilDiv(steps.batch, tile)));
        int rows = Math.ceilDiv(Math.ceilDiv(steps.batch, tile), ofDirection) * tile;
        int parts = Math.ceilDiv(steps.batch, rows);
        long nanoseconds = 2L * passes.length * steps.rows * gates * units * units / OPERATIONS_PER_NANOSECOND;
        Parallel.forEach(passes.length * parts, nanoseconds, (index, scratch) -> {
            int from = index % parts * rows;
            part.run(index / parts, from, Math.min(from + rows, steps.batch), scratch);
        });
    }

    private Tensor finalStates(int state) {
        Tensor finals = Workspace.tensor(Shape.of(passes.length, steps.batch, units));
        for (int d = 0; d < passes.length; d++) {
            for (int row = 0; row < steps.batch; row++) {
                int at = (d * steps.batch + steps.sequence(row)) * units;
                int last = steps.last(row, d == 1);
                if (last >= 0) {
                    System.arraycopy(passes[d].states[state], (steps.start(last) + row) * units, finals.array(), at, units);
                } else if (initial[state] != null) {
                    System.arraycopy(initial[state].array(), at, finals.array(), at, units);
                } else {
                    Arrays.fill(finals.array(), at, at + units, 0f);
                }
            }
        }
        return finals;
    }

    private Tensor backThroughTime(@Nullable Tensor[] dys) {
        PackedMatrix[] turned = new PackedMatrix[passes.length];
        int width = gates * units;
        for (int d = 0; d < passes.length; d++) {
            RecurrentPass pass = passes[d];
            turned[d] = PackedMatrix.in(RecurrentPass.floats(PackedMatrix.size(units, width)),
                    Matrix.columns(directions[d].recurrent().array(), 0, units), units, width);
            for (int state = 0; state < initial.length; state++) {
                pass.carried[state] = RecurrentPass.floats(steps.batch * units);
                Tensor dFinal = dys[1 + state];
                if (dFinal == null) {
                    Arrays.fill(pass.carried[state], 0, steps.batch * units, 0f);
                } else {
                    sort(dFinal, d, pass.carried[state]);
                }
            }
        }
        float[] dy = dys[0] == null ? null : dys[0].array();
        forEachPart((d, from, to, scratch) ->
                passes[d].backward(from, to, dy, passes.length * units, d * units, turned[d], scratch));
        return packedInput; // the formulas below read the passes
    }

    private Input[] inputs() {
        List<Input> inputs = new ArrayList<>();
        inputs.add(wrt(x, ignored -> inputGradient()));
        for (int state = 0; state < initial.length; state++) {
            int which = state;
            if (initial[state] != null) {
                inputs.add(wrt(initial[state], ignored -> initialGradient(which)));
            }
        }
        for (RecurrentPass pass : passes) {
            int in = x.dimension(2);
            int width = gates * units;
            inputs.add(wrt(pass.weights.input(), ignored -> {
                Tensor dw = Workspace.tensor(Shape.of(width, in));
                MatrixProduct.multiply(width, in, steps.rows, Matrix.columns(pass.gates(), 0, width),
                        Matrix.columns(packedInput.array(), 0, in), dw.array(), 0, in);
                return dw;
            }));
            inputs.add(wrt(pass.weights.recurrent(), ignored -> recurrentGradient(pass)));
            if (pass.weights.inputBias() != null) {
                inputs.add(wrt(pass.weights.inputBias(), ignored -> Linear.columnSums(pass.gates(), steps.rows, width)));
            }
            if (pass.weights.recurrentBias() != null) {
                inputs.add(wrt(pass.weights.recurrentBias(), ignored -> Linear.columnSums(pass.recurrentGates(), steps.rows, width)));
            }
        }
        return inputs.toArray(Input[]::new);
    }

    /* dx = Σ over the directions of d gates · W */
    private Tensor inputGradient() {
        int in = x.dimension(2);
        int width = gates * units;
        float[] packed = RecurrentPass.floats(steps.rows * in);
        for (int d = 0; d < passes.length; d++) {
            MatrixProduct.compute(steps.rows, in, width, Matrix.rows(passes[d].gates(), 0, width),
                    Matrix.columns(directions[d].input().array(), 0, in), packed, 0, in, d > 0, Epilogue.NONE);
        }
        Tensor dx = Workspace.tensor(x.shape());
        steps.unpack(packed, in, dx, 0);
        return dx;
    }

    private Tensor initialGradient(int state) {
        Tensor gradient = Workspace.tensor(Shape.of(passes.length, steps.batch, units));
        for (int d = 0; d < passes.length; d++) {
            for (int row = 0; row < steps.batch; row++) {
                System.arraycopy(passes[d].carried[state], row * units, gradient.array(),
                        (d * steps.batch + steps.sequence(row)) * units, units);
            }
        }
        return gradient;
    }

    /* dW = d recurrent gatesᵀ · states before, over all rows that have something before */
    private Tensor recurrentGradient(RecurrentPass pass) {
        int width = gates * units;
        Tensor dw = Workspace.tensor(Shape.of(width, units));
        RowRuns gradients = new RowRuns(pass.recurrentGates(), width, steps.time);
        RowRuns before = new RowRuns(pass.states[0], units, steps.time);
        for (int t = 0; t < steps.time; t++) {
            int carried = steps.carried(t, pass.reverse);
            if (carried > 0) {
                gradients.add(steps.start(t), carried);
                before.add(steps.start(steps.before(t, pass.reverse)), carried);
            }
        }
        MatrixProduct.multiply(width, units, before.rows(), gradients, before, dw.array(), 0, units);
        if (pass.initial != null) {
            gradients = new RowRuns(pass.recurrentGates(), width, steps.time);
            before = new RowRuns(pass.initial[0], units, steps.time);
            for (int t = 0; t < steps.time; t++) {
                int carried = steps.carried(t, pass.reverse);
                gradients.add(steps.start(t) + carried, steps.alive(t) - carried);
                before.add(carried, steps.alive(t) - carried);
            }
            MatrixProduct.accumulate(width, units, before.rows(), gradients, before, dw.array(), 0, units);
        }
        return dw;
    }
}
