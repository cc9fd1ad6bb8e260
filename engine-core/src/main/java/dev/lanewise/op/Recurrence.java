package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.gradient.Input.wrtOptional;

import dev.lanewise.gradient.Input;
import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.matmul.Matrix;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A whole recurrent layer over time as one op, whatever its cell: a product for the features of a few time steps, then for each step one
 * product with the recurrent weights, and the cell, while the gates are still in the second-level cache; both weights are packed once. Going
 * back, the gradients of the gates are kept for all steps, and those of the weights are one product at the end.
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
    private final boolean gradientOfInput;
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
        this.gradientOfInput = op.carriesGradient(x);
        boolean gradientOfInitial = op.carriesGradient(initial);
        for (int d = 0; d < passes.length; d++) {
            passes[d] = cell.pass(steps, d == 1, directions[d], sorted(d, initial), gradientOfInitial);
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
            sorted[state] = RecurrentPass.floats(steps.batch, units);
            sort(Objects.requireNonNull(given[state]), direction, sorted[state]);
        }
        return sorted;
    }

    private void sort(Tensor state, int direction, float[] sorted) {
        for (int row = 0; row < steps.batch; row++) {
            System.arraycopy(state.array(), (direction * steps.batch + steps.sequence(row)) * units, sorted, row * units, units);
        }
    }

    /* The right operand of x · Wᵀ. */
    private static PackedMatrix packed(Tensor weight) {
        return WeightForms.of(weight, PackedMatrix.class, Linear::packed,
                w -> packed(Linear.turned(w), w.dimension(0), w.dimension(1)));
    }

    /* The right operand of d gates · W. */
    private static PackedMatrix packedForGradient(Tensor weight) {
        int in = weight.dimension(1);
        return packed(Matrix.columns(weight.array(), 0, in), in, weight.dimension(0));
    }

    private static PackedMatrix packed(Matrix matrix, int n, int k) {
        return PackedMatrix.in(RecurrentPass.floats(PackedMatrix.size(n, k)), matrix, n, k);
    }

    /** Runs the steps and ends the op: the outputs [batch, time, directions·hidden], and the final states [directions, batch, hidden]. */
    Tensor[] run() {
        PackedMatrix[] input = new PackedMatrix[passes.length];
        PackedMatrix[] recurrent = new PackedMatrix[passes.length];
        for (int d = 0; d < passes.length; d++) {
            input[d] = packed(directions[d].input());
            recurrent[d] = packed(directions[d].recurrent());
        }
        forEachPart((d, from, to, scratch) -> passes[d].forward(from, to, packedInput.array(), input[d], recurrent[d], scratch));
        Tensor[] results = new Tensor[1 + initial.length];
        Tensor y = Workspace.tensor(Shape.of(steps.batch, steps.time, passes.length * units));
        results[0] = y;
        for (int d = 0; d < passes.length; d++) {
            steps.unpack(passes[d].states[0], units, y, d * units, false);
        }
        for (int state = 0; state < initial.length; state++) {
            results[1 + state] = finalStates(state);
        }
        op.flops(2 * multiplyAdds());
        if (carriesGradient()) {
            op.differentiable(results, this::backThroughTime, inputs());
        } else {
            op.withoutGradient(y, x, directions[0].input(), directions[0].recurrent());
        }
        return results;
    }

    private boolean carriesGradient() {
        boolean wanted = gradientOfInput || op.carriesGradient(initial);
        for (RecurrentWeights w : directions) {
            wanted |= op.carriesGradient(w.input(), w.recurrent(), w.inputBias(), w.recurrentBias());
        }
        return wanted;
    }

    /* Of the products with features and states, in all steps. */
    private long multiplyAdds() {
        return (long) passes.length * steps.rows * gates * units * (x.dimension(2) + units);
    }

    /** Work on some rows of one direction, over all time steps. */
    private interface Part {
        void run(int direction, int from, int to, Scratch scratch);
    }

    private void forEachPart(Part part) {
        int tile = KERNELS.tileRows();
        int ofDirection = Math.max(1, Math.min(Math.ceilDiv(Parallel.threads(), passes.length), Math.ceilDiv(steps.batch, tile)));
        int rows = Math.max(1, Math.ceilDiv(Math.ceilDiv(steps.batch, tile), ofDirection)) * tile;
        int parts = Math.ceilDiv(steps.batch, rows);
        Parallel.forEach(passes.length * parts, 2 * multiplyAdds() / OPERATIONS_PER_NANOSECOND, (index, scratch) -> {
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
        PackedMatrix[] input = new PackedMatrix[passes.length];
        PackedMatrix[] recurrent = new PackedMatrix[passes.length];
        for (int d = 0; d < passes.length; d++) {
            recurrent[d] = packedForGradient(directions[d].recurrent());
            if (gradientOfInput) {
                input[d] = packedForGradient(directions[d].input());
                passes[d].inputGradient = RecurrentPass.floats(steps.rows, x.dimension(2));
            }
            for (int state = 0; state < initial.length; state++) {
                passes[d].carried[state] = RecurrentPass.floats(steps.batch, units);
                Tensor dFinal = dys[1 + state];
                if (dFinal == null) {
                    Arrays.fill(passes[d].carried[state], 0, steps.batch * units, 0f);
                } else {
                    sort(dFinal, d, passes[d].carried[state]);
                }
            }
        }
        float[] dy = dys[0] == null ? null : dys[0].array();
        forEachPart((d, from, to, scratch) ->
                passes[d].backward(from, to, dy, passes.length * units, d * units, input[d], recurrent[d], scratch));
        return packedInput; // the formulas below read the passes
    }

    private @Nullable Input[] inputs() {
        List<@Nullable Input> inputs = new ArrayList<>();
        inputs.add(wrt(x, ignored -> inputGradient()));
        for (int state = 0; state < initial.length; state++) {
            int which = state;
            inputs.add(wrtOptional(initial[state], ignored -> initialGradient(which)));
        }
        for (RecurrentPass pass : passes) {
            inputs.addAll(new RecurrentGradients(op, pass, packedInput).inputs());
        }
        return inputs.toArray(Input[]::new);
    }

    /* dx, the sum over the directions */
    private Tensor inputGradient() {
        Tensor dx = Workspace.tensor(x.shape());
        for (int d = 0; d < passes.length; d++) {
            steps.unpack(Objects.requireNonNull(passes[d].inputGradient), x.dimension(2), dx, 0, d > 0);
        }
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
}
