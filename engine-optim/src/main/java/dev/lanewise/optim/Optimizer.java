package dev.lanewise.optim;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Parameters;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Updates the parameters of a model by a {@link Rule}.
 *
 * <pre>{@code
 * var optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3f));
 * try (var gradients = Gradients.of(() -> crossEntropy(model.forward(images), labels))) {
 *     optimizer.step(gradients);
 * }
 * }</pre>
 */
public final class Optimizer {

    private static final int PIECE = 1 << 14; // elements that one thread takes at once
    private static final double NANOSECONDS_PER_ELEMENT = 0.4;

    private final Rule rule;
    private final List<Slot> slots = new ArrayList<>();
    private double learningRate;

    private Optimizer(Parameters parameters, Rule rule) {
        this.rule = rule;
        this.learningRate = checkedLearningRate(rule.learningRate());
        for (Parameters.Entry entry : parameters) {
            slots.add(new Slot(entry.path(), entry.parameter(), rule.moments()));
        }
    }

    /** An optimizer for these parameters. Frozen ones stay as they are for as long as they are frozen. */
    public static Optimizer of(Parameters parameters, Rule rule) {
        return new Optimizer(parameters, rule);
    }

    /** The factor of every update. */
    public double learningRate() {
        return learningRate;
    }

    /**
     * Sets the learning rate from the next step on.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public void setLearningRate(double learningRate) {
        this.learningRate = checkedLearningRate(learningRate);
    }

    /** The learning rate that the rule began with: what a {@link Schedule} multiplies. */
    public double initialLearningRate() {
        return rule.learningRate();
    }

    private static double checkedLearningRate(double learningRate) {
        if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("optimizer: the learning rate must be at least 0 and finite, found " + learningRate);
        }
        return learningRate;
    }

    /**
     * Updates every parameter that is not frozen.
     *
     * @throws IllegalStateException if one of them has no gradient; then none is updated
     */
    public void step(Gradients gradients) {
        for (Slot slot : slots) {
            slot.find(gradients);
        }
        for (Slot slot : slots) {
            Tensor gradient = slot.takeGradient();
            if (gradient != null) {
                update(slot, gradient.array());
            }
        }
    }

    private void update(Slot slot, float[] gradient) {
        float[] weights = slot.parameter().array();
        float[][] moments = slot.moments();
        int size = slot.parameter().size();
        double rate = learningRate;
        long step = slot.countStep();
        if (size <= PIECE) {
            rule.update(weights, gradient, moments, 0, size, rate, step);
        } else {
            Parallel.forEach((size + PIECE - 1) / PIECE, (long) (size * NANOSECONDS_PER_ELEMENT), (piece, scratch) -> {
                int from = piece * PIECE;
                rule.update(weights, gradient, moments, from, Math.min(from + PIECE, size), rate, step);
            });
        }
        slot.parameter().touch();
    }

    /** What the optimizer remembers. The tensors are its own arrays: copy or write them before the next step. */
    public OptimizerState state() {
        Map<String, OptimizerState.Memory> memories = new LinkedHashMap<>();
        for (Slot slot : slots) {
            if (slot.steps() > 0) {
                memories.put(slot.path(), slot.memory());
            }
        }
        return new OptimizerState(rule.name(), rule.settings(), learningRate, memories);
    }

    /**
     * Takes over what another optimizer for the same parameters remembered.
     *
     * @throws IllegalArgumentException if it had another rule, other settings of it, or other parameters; then nothing is taken over
     */
    public void restore(OptimizerState state) {
        if (!state.rule().equals(rule.name())) {
            throw new IllegalArgumentException("optimizer: the state is that of " + state.rule() + ", this optimizer is "
                    + rule.name() + "; use the rule that the training began with");
        }
        checkSettings(state.settings());
        checkPaths(state.parameters().keySet());
        for (Slot slot : slots) {
            slot.check(state.parameters().get(slot.path()));
        }
        double restored = checkedLearningRate(state.learningRate());
        for (Slot slot : slots) {
            slot.restore(state.parameters().get(slot.path()));
        }
        learningRate = restored;
    }

    private void checkSettings(Map<String, Double> saved) {
        Map<String, Double> here = rule.settings();
        Set<String> names = new TreeSet<>(here.keySet());
        names.addAll(saved.keySet());
        for (String name : names) {
            Double before = saved.get(name);
            Double now = here.get(name);
            if (!saved.isEmpty() && !Objects.equals(before, now)) {
                throw new IllegalArgumentException("optimizer: the " + name + " of " + rule.name() + " was " + shown(before)
                        + " in the state and is " + shown(now) + " now; go on with the settings that the training began with");
            }
        }
    }

    private static String shown(@Nullable Double value) {
        return value == null ? "not there" : value.toString();
    }

    /** Every step updates all parameters but the frozen ones, so that only these can be missing; or all, before the first step. */
    private void checkPaths(Set<String> saved) {
        Set<String> unknown = new TreeSet<>(saved);
        Set<String> missing = new TreeSet<>();
        for (Slot slot : slots) {
            unknown.remove(slot.path());
            if (!saved.isEmpty() && !saved.contains(slot.path()) && !slot.parameter().isFrozen()) {
                missing.add(slot.path());
            }
        }
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            throw new IllegalArgumentException("optimizer: the state is that of another model:"
                    + (unknown.isEmpty() ? "" : " it has parameters that are not here: " + unknown)
                    + (missing.isEmpty() ? "" : (unknown.isEmpty() ? "" : ";") + " it lacks parameters that are not frozen: " + missing)
                    + "; use the model that the training began with");
        }
    }
}
