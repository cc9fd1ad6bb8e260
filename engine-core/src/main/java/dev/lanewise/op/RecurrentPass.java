package dev.lanewise.op;

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

    /** So many gates of some steps stay in the second-level cache from their features' product to their states'. */
    private static final int CACHED_GATES = 1 << 16;

    /** So many rows of gates stay in the first-level cache from one stage of a step to the next. */
    private static final int ROWS_AT_ONCE = 8;

    final TimeSteps steps;
    final boolean reverse;
    final int units;
    final RecurrentWeights weights;

    /** Whether the state's product, with a bias of its own, is kept apart from the inputs' product. */
    final boolean keepsApart;

    /** The states after each row: the hidden one [rows, units], and what else the cell has. */
    final float[][] states;

    /** The states before the first step, [batch, units] in the order of the rows; null for zeros. */
    final float @Nullable [][] initial;

    /** Going back: the gradients of the states after the step that comes next, [batch, units]; in the end, of the initial states. */
    final float[][] carried;

    /** What takes the place of a state that is zero. */
    final float[] zeros;

    /** Going back: where the gradients of the features go, [rows, features]; null if nobody asks for them. */
    float @Nullable [] inputGradient;

    private final boolean gradientOfInitial;
    private final float @Nullable [] inputBias;
    private final float @Nullable [] apartBias; // of the state's product, if it is kept apart

    RecurrentPass(TimeSteps steps, boolean reverse, RecurrentWeights weights, boolean keepsApart, int stateCount,
            float @Nullable [][] initial, boolean gradientOfInitial) {
        this.steps = steps;
        this.reverse = reverse;
        this.units = weights.hidden();
        this.weights = weights;
        this.keepsApart = keepsApart;
        this.initial = initial;
        this.gradientOfInitial = gradientOfInitial;
        this.inputBias = array(keepsApart ? weights.inputBias() : sum(weights.inputBias(), weights.recurrentBias()));
        this.apartBias = array(keepsApart ? weights.recurrentBias() : null);
        this.zeros = Elementwise.filled(Shape.of(units), 0f).array();
        this.states = new float[stateCount][];
        this.carried = new float[stateCount][];
        for (int state = 0; state < stateCount; state++) {
            states[state] = floats(steps.rows, units);
        }
    }

    private static @Nullable Tensor sum(@Nullable Tensor a, @Nullable Tensor b) {
        return a == null ? b : b == null ? a : Elementwise.sum(a, b);
    }

    private static float @Nullable [] array(@Nullable Tensor tensor) {
        return tensor == null ? null : tensor.array();
    }

    static float[] floats(int... dimensions) {
        return Workspace.tensor(Shape.of(dimensions)).array();
    }

    /** Where the product of the inputs goes, [rows, gates·units]; then the gates; going back, the gradients before their activations. */
    abstract float[] gates();

    /** Where the product of the states before is added, and what that gets in gradients going back: the gates, unless a cell keeps it apart. */
    float[] recurrentGates() {
        return gates();
    }

    /**
     * What computes the states after a time from its complete {@link #recurrentGates}, one stage after the other. Each is compiled by itself, since they are called
     * from one place: all of them together are more vector code than the JIT compiles as one (see VectorApproximations).
     */
    abstract Stage[] stages();

    /** A part of the computation of one step, in rows {@code from} to {@code to} of time t. */
    interface Stage {
        void run(int t, int from, int to);
    }

    /**
     * Goes back through the {@link #stages}, from the gradients of the states after it in {@link #carried}: leaves there those of the states
     * before it, without what the product of the hidden states contributes.
     *
     * @return whether something is left of the hidden ones' gradients
     */
    abstract boolean stepBack(int t, int from, int to);

    /** Takes the sequences in these rows through all of time, from the features [rows, features] of all steps. */
    final void forward(int from, int to, float[] x, PackedMatrix input, PackedMatrix recurrent, Scratch scratch) {
        Stage[] stages = stages();
        int projected = 0; // steps whose features have been multiplied
        for (int s = 0; s < steps.time; s++) {
            int t = time(s);
            int end = Math.min(to, steps.alive(t));
            if (from < end) {
                if (s >= projected) {
                    projected = multiplyFeatures(s, from, to, x, input, scratch);
                }
                int begin = Math.clamp(steps.carried(t, reverse), from, end);
                multiplyBefore(t, from, begin, recurrent, scratch);
                if (initial == null) {
                    beginWithZeros(t, begin, end, recurrent.n());
                } else {
                    multiplyBefore(t, begin, end, recurrent, scratch);
                }
                for (int row = from; row < end; row += ROWS_AT_ONCE) {
                    for (Stage stage : stages) {
                        stage.run(t, row, Math.min(row + ROWS_AT_ONCE, end));
                    }
                }
            }
        }
    }

    private int time(int s) {
        return reverse ? steps.time - 1 - s : s;
    }

    /* gates = x · Wᵀ + bias for some steps: as many as stay in the second-level cache, if all their rows are this thread's. Returns the next step. */
    private int multiplyFeatures(int s, int from, int to, float[] x, PackedMatrix input, Scratch scratch) {
        int width = input.n();
        int t = time(s);
        int first = steps.start(t) + from;
        int end = steps.start(t) + Math.min(to, steps.alive(t));
        int next = s + 1;
        if (from == 0 && to == steps.batch) {
            while (next < steps.time && (end - first + steps.alive(time(next))) * width <= CACHED_GATES) {
                first = Math.min(first, steps.start(time(next)));
                end = Math.max(end, steps.start(time(next) + 1));
                next++;
            }
        }
        PackedProduct.multiply(end - first, x, first * input.k(), input, inputBias, gates(), first * width, scratch);
        return next;
    }

    /** Takes the gradients of these rows back through all of time, from those of the outputs, columns of dy [batch, time, …]. */
    final void backward(int from, int to, float @Nullable [] dy, int stride, int column, @Nullable PackedMatrix turnedInput,
            PackedMatrix turnedRecurrent, Scratch scratch) {
        for (int s = steps.time - 1; s >= 0; s--) {
            int t = time(s);
            int end = Math.min(to, steps.alive(t));
            if (from < end) {
                if (dy != null) {
                    addOutputs(t, from, end, dy, stride, column);
                }
                boolean accumulate = stepBack(t, from, end);
                int first = steps.start(t) + from;
                if (inputGradient != null && turnedInput != null) {
                    PackedProduct.multiply(end - from, gates(), first * turnedInput.k(), turnedInput, null,
                            inputGradient, first * turnedInput.n(), scratch);
                }
                int needed = gradientOfInitial ? end : Math.clamp(steps.carried(t, reverse), from, end);
                int gradients = first * turnedRecurrent.k();
                if (accumulate) {
                    PackedProduct.accumulate(needed - from, recurrentGates(), gradients, turnedRecurrent, carried[0], from * units, scratch);
                } else {
                    PackedProduct.multiply(needed - from, recurrentGates(), gradients, turnedRecurrent, null, carried[0], from * units, scratch);
                }
            }
        }
    }

    private void addOutputs(int t, int from, int to, float[] dy, int stride, int column) {
        for (int row = from; row < to; row++) {
            Recurrence.KERNELS.addToRow(units, dy, (steps.sequence(row) * steps.time + t) * stride + column, carried[0], row * units);
        }
    }

    /** The array with a state before a row, and in {@link #beforeAt} its place there. */
    final float[] before(int state, int t, int row) {
        return row < steps.carried(t, reverse) ? states[state] : initial == null ? zeros : initial[state];
    }

    /** Whether a row has a state before it that is stored; zeros are stored once for all. */
    final boolean hasStateBefore(int t, int row) {
        return row < steps.carried(t, reverse) || initial != null;
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
            float[] states = before(0, t, from);
            int at = beforeAt(t, from);
            int place = (steps.start(t) + from) * packed.n();
            if (keepsApart) {
                PackedProduct.multiply(to - from, states, at, packed, apartBias, recurrentGates(), place, scratch);
            } else {
                PackedProduct.accumulate(to - from, states, at, packed, recurrentGates(), place, scratch);
            }
        }
    }

    /* The same for states of zeros. */
    private void beginWithZeros(int t, int from, int to, int width) {
        if (keepsApart) {
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
