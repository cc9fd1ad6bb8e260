package dev.lanewise.gradient;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ops that ran while a loss was computed, in their order, as far as a gradient can flow through them. Differentiation
 * (reverse mode) walks them backwards and adds up what each formula contributes.
 */
final class Recording {

    private static final ScopedValue<Recording> CURRENT = ScopedValue.newInstance();

    private record Step(
            String op, long flops, Tensor[] results, Function<@Nullable Tensor[], Tensor> through, Input... inputs) {}

    private final List<Step> steps = new ArrayList<>();
    private final IdentityHashMap<Tensor, Boolean> results = new IdentityHashMap<>();
    private final IdentityHashMap<Tensor, Tensor> gradients = new IdentityHashMap<>();
    private final IdentityHashMap<Tensor, RowGradient> rowGradients = new IdentityHashMap<>();

    /** The recording that the calling code runs in, if any. */
    static @Nullable Recording current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** Runs a computation, recording its ops. */
    Tensor run(Supplier<Tensor> computation) {
        return ScopedValue.where(CURRENT, this).call(computation::get);
    }

    void record(String op, long flops, Tensor[] ys, Function<@Nullable Tensor[], Tensor> through, @Nullable Input... inputs) {
        for (Input input : inputs) {
            if (input != null && carriesGradient(input.tensor())) {
                for (Tensor y : ys) {
                    results.put(y, true);
                }
                steps.add(new Step(op, flops, ys, through, Input.given(inputs)));
                return;
            }
        }
    }

    boolean carriesGradient(Tensor tensor) {
        return tensor instanceof Parameter parameter ? !parameter.isFrozen() : results.containsKey(tensor);
    }

    /** Finds the gradient of every parameter that the loss depends on. */
    void differentiate(Tensor loss) {
        Tensor one = Workspace.tensor(loss.shape());
        one.array()[0] = 1f;
        gradients.put(loss, one);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            @Nullable Tensor[] dys = new Tensor[step.results().length];
            boolean used = false;
            for (int r = 0; r < dys.length; r++) {
                dys[r] = gradients.remove(step.results()[r]);
                used |= dys[r] != null;
            }
            if (used) {
                Operation.backward(step.op(), step.flops(), step.results()[0], () -> differentiate(step, dys), step.inputs());
            }
        }
    }

    /** The gradients of parameters, but for {@link #rowGradients}. */
    IdentityHashMap<Tensor, Tensor> gradients() {
        return gradients;
    }

    /** The gradients of parameters of which all uses were of some rows. */
    IdentityHashMap<Tensor, RowGradient> rowGradients() {
        return rowGradients;
    }

    private void differentiate(Step step, @Nullable Tensor[] dys) {
        Tensor dz = step.through().apply(dys);
        for (Input input : step.inputs()) {
            if (carriesGradient(input.tensor())) {
                if (input.rows() == null) {
                    add(input.tensor(), Broadcast.undo(input.formula().apply(dz), input.tensor().shape()));
                } else {
                    add(input.tensor(), input.rows().apply(dz));
                }
            }
        }
    }

    private void add(Tensor tensor, Tensor dx) {
        Tensor before = gradients.get(tensor);
        RowGradient ofRows = rowGradients.remove(tensor);
        gradients.put(tensor, before != null ? sum(before, dx) : ofRows != null ? ofRows.plus(dx) : dx);
    }

    private void add(Tensor parameter, RowGradient dx) {
        Tensor before = gradients.get(parameter);
        if (before != null) {
            gradients.put(parameter, dx.plus(before));
        } else {
            RowGradient ofRows = rowGradients.get(parameter);
            rowGradients.put(parameter, ofRows == null ? dx : ofRows.plus(dx));
        }
    }

    /* Never in place: a formula may have returned the very gradient it was given. */
    private static Tensor sum(Tensor a, Tensor b) {
        Tensor sum = Workspace.tensor(a.shape());
        float[] left = a.array();
        float[] right = b.array();
        float[] joined = sum.array();
        for (int i = 0, n = a.size(); i < n; i++) {
            joined[i] = left[i] + right[i];
        }
        return sum;
    }

    /** The error for a loss that is not a number: the first op whose result was not finite, and the parameter nearest before it. */
    NonFiniteLossException nonFinite(float loss) {
        Parameter nearest = null;
        for (Step step : steps) {
            for (Input input : step.inputs()) {
                if (input.tensor() instanceof Parameter parameter) {
                    nearest = parameter;
                    if (!isFinite(parameter)) {
                        return new NonFiniteLossException(loss, step.op(), "reads a parameter " + parameter.shape()
                                + " that is not finite: the update before this step was too large", parameter);
                    }
                }
            }
            for (Tensor y : step.results()) {
                if (!isFinite(y)) {
                    return new NonFiniteLossException(loss, step.op(), "is the first op with a result " + y.shape()
                            + " that is not finite", nearest);
                }
            }
        }
        return new NonFiniteLossException(loss, "loss", "was not finite from its inputs on", nearest);
    }

    private static boolean isFinite(Tensor tensor) {
        float[] values = tensor.array();
        for (int i = 0, n = tensor.size(); i < n; i++) {
            if (!Float.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }
}
