package dev.lanewise.gradient;

import dev.lanewise.tensor.Tensor;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One run of an op: its name for errors and the Flight Recorder, and the door through which its result enters the recording.
 *
 * <pre>{@code
 * public static Tensor square(Tensor x) {
 *     var op = Operation.begin("square");
 *     var y = product(x, x);
 *     return op.differentiable(y, wrt(x, dy -> scaledProduct(2, dy, x)));
 * }
 * }</pre>
 */
public final class Operation {

    /** Never committed: asking it whether the Flight Recorder listens costs no event for each run. */
    private static final OpEvent PROBE = new OpEvent();

    private final String name;
    private final @Nullable OpEvent event;
    private long flops;

    private Operation(String name) {
        this.name = name;
        this.event = PROBE.isEnabled() ? begun() : null;
    }

    private static OpEvent begun() {
        OpEvent event = new OpEvent();
        event.begin();
        return event;
    }

    /** Begins a run of the op of this name. */
    public static Operation begin(String name) {
        return new Operation(name);
    }

    /** Says how many floating-point operations the forward computation takes. */
    public Operation flops(long count) {
        this.flops = count;
        return this;
    }

    /**
     * Whether a gradient is wanted for any of these inputs, null for one that was not given. Where none is, an op may compute in another way, and
     * need not build formulas: it ends with {@link #withoutGradient}.
     */
    public boolean carriesGradient(@Nullable Tensor... inputs) {
        Recording recording = Recording.current();
        if (recording != null) {
            for (Tensor input : inputs) {
                if (input != null && recording.carriesGradient(input)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Unless {@code holds}: an error that begins with the op's name. */
    public void require(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + String.format(format, arguments));
        }
    }

    /** Ends a run of which no input {@linkplain #carriesGradient carries a gradient}, nor could: null for one that was not given. */
    public Tensor withoutGradient(Tensor y, @Nullable Tensor... inputs) {
        if (event != null) {
            report(event, name, y, inputs);
        }
        return y;
    }

    /** Ends the run: {@code y} is the result, and every input has the formula of its gradient; null for one that was not given. */
    public Tensor differentiable(Tensor y, @Nullable Input... inputs) {
        return differentiable(y, UnaryOperator.identity(), inputs);
    }

    /**
     * Ends the run of an op that ends in a fused step: {@code through} takes the gradient of the result back through that step, once,
     * and the inputs' formulas take what it returns.
     */
    public Tensor differentiable(Tensor y, UnaryOperator<Tensor> through, @Nullable Input... inputs) {
        if (event != null) {
            report(event, name, y, Input.tensors(inputs));
        }
        Recording recording = Recording.current();
        if (recording != null) {
            recording.record(name, flops, new Tensor[] {y}, dys -> through.apply(Objects.requireNonNull(dys[0])), inputs);
        }
        return y;
    }

    /**
     * Ends the run of an op with several results. {@code through} runs once, if the loss depends on any of them: it takes the gradients of the
     * results, null for those that the loss does not depend on, to what the inputs' formulas take.
     */
    public void differentiable(Tensor[] results, Function<@Nullable Tensor[], Tensor> through, @Nullable Input... inputs) {
        if (event != null) {
            report(event, name, results[0], Input.tensors(inputs));
        }
        Recording recording = Recording.current();
        if (recording != null) {
            recording.record(name, flops, results, through, inputs);
        }
    }

    private void report(OpEvent finished, String label, Tensor y, @Nullable Tensor... inputs) {
        finished.end();
        if (finished.shouldCommit()) {
            StringJoiner shapes = new StringJoiner(" ", "", " → " + y.shape());
            for (Tensor input : inputs) {
                if (input != null) {
                    shapes.add(input.shape().toString());
                }
            }
            finished.name = label;
            finished.shapes = shapes.toString();
            finished.flops = flops;
            finished.commit();
        }
    }

    /** Runs the backward formulas of an op under its name. */
    static void backward(String name, long forwardFlops, Tensor y, Runnable formulas, Input... inputs) {
        Operation operation = begin(name);
        formulas.run();
        if (operation.event != null) {
            // the usual estimate: each of the two gradients of a product costs what the product did
            operation.flops(2 * forwardFlops).report(operation.event, name + " backward", y, Input.tensors(inputs));
        }
    }
}
