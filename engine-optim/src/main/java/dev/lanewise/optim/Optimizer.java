package dev.lanewise.optim;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Parameters;
import dev.lanewise.tensor.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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

    private record Group(String pattern, Rule rule) {}

    private final Parameters parameters;
    private final Rule rule;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private double learningRate;
    private @Nullable Clipper clipper;
    private @Nullable Double averageDecay;
    private boolean accumulating;

    private Optimizer(Parameters parameters, Rule rule) {
        this.parameters = parameters;
        this.rule = rule;
        this.learningRate = checkedLearningRate(rule.learningRate());
        for (Parameters.Entry entry : parameters) {
            slots.add(new Slot(entry.path(), entry.parameter(), rule));
        }
    }

    /** An optimizer for these parameters. Frozen ones stay as they are for as long as they are frozen. */
    public static Optimizer of(Parameters parameters, Rule rule) {
        return new Optimizer(parameters, rule);
    }

    /**
     * Gives some parameters a rule of their own, usually the same with other settings:
     *
     * <pre>{@code
     * var rule = AdamW.withLearningRate(1e-3);
     * var optimizer = Optimizer.of(model.parameters(), rule)
     *     .group("*.bias", rule.weightDecay(0))
     *     .group("encoder.*", rule.learningRate(1e-4));
     * }</pre>
     *
     * <p>A parameter that several patterns fit belongs to the last of them. When {@link #setLearningRate} or a schedule changes the learning
     * rate, that of each group changes in proportion.
     *
     * @param pattern the paths, as in {@link Parameters#matching}: {@code *} stands for any letters, dots included
     * @throws IllegalArgumentException if no parameter has such a path
     * @throws IllegalStateException after the first step
     */
    public Optimizer group(String pattern, Rule rule) {
        requireFresh("group");
        checkedLearningRate(rule.learningRate());
        Map<String, Parameter> members = parameters.matching(pattern).asMap();
        for (Slot slot : slots) {
            if (members.containsKey(slot.path())) {
                slot.setRule(rule);
            }
        }
        groups.add(new Group(pattern, rule));
        return this;
    }

    /** Makes gradients that are too large smaller before each step. */
    public Optimizer clip(Clipping clipping) {
        this.clipper = new Clipper(clipping);
        return this;
    }

    /** The norm of all gradients of the last step before {@link Clipping#globalNorm} clipped them; NaN without it or before a step. */
    public double gradientNorm() {
        return clipper == null ? Double.NaN : clipper.norm();
    }

    /**
     * Keeps a running average of each parameter, a ← δa + (1 − δ)w after each step, which begins with the weights of the first step. It
     * belongs to the {@link #state}, and is used by {@link #withAverages}; a trainer validates with it, and saves it as its best model.
     * Source: Polyak and Juditsky, <i>Acceleration of stochastic approximation by averaging</i>, 1992, in its exponential form.
     *
     * @param decay δ, often 0.999
     * @throws IllegalArgumentException if it is outside [0, 1)
     * @throws IllegalStateException after the first step
     */
    public Optimizer average(double decay) {
        requireFresh("average");
        new Settings("optimizer").decayRate("decay of the average", decay);
        averageDecay = decay;
        slots.forEach(Slot::keepAverage);
        return this;
    }

    /**
     * Does some work, such as validation or saving, while the parameters have their averages as values; afterwards they have every bit
     * that they had before. Nobody else may use the model meanwhile.
     *
     * @throws IllegalStateException if this optimizer keeps no averages
     */
    public <T> T withAverages(Supplier<T> work) {
        if (averageDecay == null) {
            throw new IllegalStateException("optimizer: it keeps no averages; ask for them with average(decay)");
        }
        slots.forEach(Slot::swapAverage);
        try {
            return work.get();
        } finally {
            slots.forEach(Slot::swapAverage);
        }
    }

    /** Whether {@link #average} was asked for. */
    public boolean keepsAverages() {
        return averageDecay != null;
    }

    private void requireFresh(String what) {
        if (slots.stream().anyMatch(slot -> slot.steps() > 0)) {
            throw new IllegalStateException("optimizer: " + what + "(…) comes before the first step");
        }
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
     * @throws IllegalStateException if one of them has no gradient, or gradients were {@linkplain #accumulate accumulated}; then none is
     *     updated
     * @throws ArithmeticException if gradients are clipped by their norm and it is not finite; then none is updated
     */
    public void step(Gradients gradients) {
        if (accumulating) {
            throw new IllegalStateException("optimizer: gradients were accumulated; add these too, and use step() without gradients");
        }
        for (Slot slot : slots) {
            slot.find(gradients);
        }
        update();
    }

    /**
     * Adds these gradients to those of the coming {@link #step()}, so that several batches count as one large batch:
     *
     * <pre>{@code
     * for (Batch part : parts) {
     *     try (var gradients = Gradients.of(() -> loss(part))) {
     *         optimizer.accumulate(gradients, 1.0 / parts.size());
     *     }
     * }
     * optimizer.step();
     * }</pre>
     *
     * @param share what they are multiplied with: for losses that are means, this batch's share of all examples
     * @throws IllegalStateException if a parameter that is not frozen has no gradient
     */
    public void accumulate(Gradients gradients, double share) {
        accumulating = true;
        for (Slot slot : slots) {
            slot.accumulate(gradients, (float) share);
        }
    }

    /**
     * Updates every parameter that is not frozen by the gradients that were {@linkplain #accumulate accumulated} since the last step.
     *
     * @throws IllegalStateException if there were none
     * @throws ArithmeticException if gradients are clipped by their norm and it is not finite; then none is updated
     */
    public void step() {
        if (!accumulating) {
            throw new IllegalStateException("optimizer: no gradients were accumulated; use accumulate(gradients, share), or step(gradients)");
        }
        for (Slot slot : slots) {
            slot.findAccumulated();
        }
        accumulating = false;
        try {
            update();
        } finally {
            slots.forEach(Slot::clearAccumulated);
        }
    }

    /** Forgets the gradients that were {@linkplain #accumulate accumulated} since the last step, as after a failure between two batches. */
    public void forgetAccumulated() {
        accumulating = false;
        slots.forEach(Slot::clearAccumulated);
    }

    private void update() {
        if (clipper != null) {
            clipper.clip(slots);
        }
        double decay = averageDecay == null ? 0 : averageDecay;
        for (Slot slot : slots) {
            slot.update(rateOf(slot.rule()), decay);
        }
    }

    private double rateOf(Rule other) {
        double initial = rule.learningRate();
        if (other.learningRate() == initial) {
            return learningRate;
        }
        return initial == 0 ? other.learningRate() : other.learningRate() * (learningRate / initial);
    }

    /** What the optimizer remembers. The tensors are its own arrays: copy or write them before the next step. */
    public OptimizerState state() {
        Map<String, OptimizerState.Memory> memories = new LinkedHashMap<>();
        for (Slot slot : slots) {
            if (slot.steps() > 0) {
                memories.put(slot.path(), slot.memory());
            }
        }
        return new OptimizerState(rule.name(), settings(), stateOfGroups(), learningRate, memories);
    }

    private Map<String, Double> settings() {
        Map<String, Double> settings = new LinkedHashMap<>(rule.settings());
        if (averageDecay != null) {
            settings.put("average_decay", averageDecay);
        }
        if (clipper != null) {
            settings.put(switch (clipper.clipping()) {
                case Clipping.Value value -> "clip_value";
                case Clipping.Norm norm -> "clip_norm";
                case Clipping.GlobalNorm norm -> "clip_global_norm";
            }, clipper.clipping().limit());
        }
        return settings;
    }

    private List<OptimizerState.Group> stateOfGroups() {
        return groups.stream()
                .map(group -> new OptimizerState.Group(group.pattern(), group.rule().name(), group.rule().settings()))
                .toList();
    }

    /**
     * Complains, and changes nothing, unless {@link #restore} can take this over.
     *
     * @throws IllegalArgumentException if it is that of another rule, other settings, other groups, or other parameters
     */
    public void check(OptimizerState state) {
        new StateCheck(rule.name(), settings(), stateOfGroups()).check(state, slots);
        checkedLearningRate(state.learningRate());
    }

    /**
     * Takes over what another optimizer for the same parameters remembered.
     *
     * @throws IllegalArgumentException if it had another rule, other settings, other groups, or other parameters; then nothing is taken over
     */
    public void restore(OptimizerState state) {
        check(state);
        for (Slot slot : slots) {
            slot.restore(state.parameters().get(slot.path()));
        }
        learningRate = state.learningRate();
        accumulating = false;
    }
}
