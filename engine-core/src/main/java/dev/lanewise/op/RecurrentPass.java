package dev.lanewise.op;

import dev.lanewise.matmul.Epilogue;
import dev.lanewise.matmul.PackedMatrix;
import dev.lanewise.matmul.PackedProduct;
import dev.lanewise.parallel.Scratch;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a recurrent layer, forward and backward through time. Its rows are those of {@link TimeSteps}; those of different
 * sequences do not meet before the gradients of the weights, so that a thread takes some sequences through all of time.
 */
abstract class RecurrentPass {

    final TimeSteps steps;
    final boolean reverse;
    final int units;
    final RecurrentWeights weights;

    /** The states after each row: the hidden one [rows, units], and what else the cell has. */
    final float[][] states;

    /** The states before the first step, [batch, units] in the order of the rows; null for zeros. */
    final float @Nullable [][] initial;

    /** Going back: the gradients of the states after the step that comes next, [batch, units]; in the end, of the initial states. */
    final float[][] carried;

    /** What takes the place of a state that is zero. */
    final float[] zeros;

    private final boolean gradientOfInitial;
    private final Epilogue apartBias; // of the state's product, if it is kept apart

    RecurrentPass(TimeSteps steps, boolean reverse, RecurrentWeights weights, int stateCount, float @Nullable [][] initial,
            boolean gradientOfInitial) {
        this.steps = steps;
        this.reverse = reverse;
        this.units = weights.hidden();
        this.weights = weights;
        this.initial = initial;
        this.gradientOfInitial = gradientOfInitial;
        Tensor bias = keepsApart() ? weights.recurrentBias() : null;
        this.apartBias = bias == null ? Epilogue.NONE : Epilogue.biasPerColumn(bias.array(), 0, false);
        this.zeros = Elementwise.filled(Shape.of(units), 0f).array();
        this.states = new float[stateCount][];
        this.carried = new float[stateCount][];
        for (int state = 0; state < stateCount; state++) {
            states[state] = floats(steps.rows * units);
        }
    }

    static float[] floats(int count) {
        return Workspace.tensor(Shape.of(count)).array();
    }

    /** Where the product of the inputs goes, [rows, gates·units]; then the gates; going back, the gradients before their activations. */
    abstract float[] gates();

    /** Where the product of the states before is added, and what that gets in gradients going back: the gates, unless a cell keeps it apart. */
    float[] recurrentGates() {
        return gates();
    }

    /** Whether the state's product, with a bias of its own, is kept apart from the inputs' product. */
    boolean keepsApart() {
        return false;
    }

    /** Computes the states after a time, in rows {@code from} to {@code to} of it, whose {@link #recurrentGates} are complete. */
    abstract void step(int t, int from, int to);

    /**
     * Goes back through {@link #step}, from the gradients of the states after it in {@link #carried}: leaves there those of the states
     * before it, without what the product of the hidden states contributes.
     *
     * @return whether something is left of the hidden ones' gradients
     */
    abstract boolean stepBack(int t, int from, int to);

    /** Takes the sequences in these rows through all of time. */
    final void forward(int from, int to, PackedMatrix packed, Scratch scratch) {
        for (int s = 0; s < steps.time; s++) {
            int t = reverse ? steps.time - 1 - s : s;
            int end = Math.min(to, steps.alive(t));
            if (from < end) {
                int begin = Math.clamp(steps.carried(t, reverse), from, end);
                multiplyBefore(t, from, begin, packed, scratch);
                if (initial == null) {
                    beginWithZeros(t, begin, end, packed.n());
                } else {
                    multiplyBefore(t, begin, end, packed, scratch);
                }
                step(t, from, end);
            }
        }
    }

    /** Takes the gradients of these rows back through all of time, from those of the outputs, columns of dy [batch, time, …]. */
    final void backward(int from, int to, float @Nullable [] dy, int stride, int column, PackedMatrix turned, Scratch scratch) {
        for (int s = steps.time - 1; s >= 0; s--) {
            int t = reverse ? steps.time - 1 - s : s;
            int end = Math.min(to, steps.alive(t));
            if (from < end) {
                if (dy != null) {
                    for (int row = from; row < end; row++) {
                        Recurrence.KERNELS.addToRow(
                                units, dy, (steps.sequence(row) * steps.time + t) * stride + column, carried[0], row * units);
                    }
                }
                boolean accumulate = stepBack(t, from, end);
                int needed = gradientOfInitial ? end : Math.clamp(steps.carried(t, reverse), from, end);
                if (from < needed) {
                    int width = turned.k();
                    PackedProduct.compute(needed - from, recurrentGates(), (steps.start(t) + from) * width, turned,
                            carried[0], from * units, accumulate, Epilogue.NONE, scratch);
                }
            }
        }
    }

    /** The array with a state before a row, and in {@link #beforeAt} its place there. */
    final float[] before(int state, int t, int row) {
        return row < steps.carried(t, reverse) ? states[state] : initial == null ? zeros : initial[state];
    }

    /** Where the state before a row is in its array. */
    final int beforeAt(int t, int row) {
        return row < steps.carried(t, reverse)
                ? (steps.start(steps.before(t, reverse)) + row) * units
                : initial == null ? 0 : row * units;
    }

    /* recurrent gates += states before · Wᵀ, or, if they are kept apart, = states before · Wᵀ + bias; the rows lie side by side in both. */
    private void multiplyBefore(int t, int from, int to, PackedMatrix packed, Scratch scratch) {
        if (from < to) {
            PackedProduct.compute(to - from, before(0, t, from), beforeAt(t, from), packed,
                    recurrentGates(), (steps.start(t) + from) * packed.n(), !keepsApart(), apartBias, scratch);
        }
    }

    /* The same for states of zeros. */
    private void beginWithZeros(int t, int from, int to, int width) {
        if (keepsApart()) {
            Tensor bias = weights.recurrentBias();
            for (int row = from; row < to; row++) {
                int at = (steps.start(t) + row) * width;
                if (bias == null) {
                    Arrays.fill(recurrentGates(), at, at + width, 0f);
                } else {
                    System.arraycopy(bias.array(), 0, recurrentGates(), at, width);
                }
            }
        }
    }
}
