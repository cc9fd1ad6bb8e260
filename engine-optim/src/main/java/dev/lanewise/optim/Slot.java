package dev.lanewise.optim;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parameter and what an optimizer remembers of it. The moments come into being with the first update. */
final class Slot {

    private final String path;
    private final Parameter parameter;
    private final List<String> names;
    private float @Nullable [][] moments;
    private long steps;
    private @Nullable Tensor gradient;

    Slot(String path, Parameter parameter, List<String> names) {
        this.path = path;
        this.parameter = parameter;
        this.names = names;
    }

    String path() {
        return path;
    }

    Parameter parameter() {
        return parameter;
    }

    long steps() {
        return steps;
    }

    long countStep() {
        return ++steps;
    }

    /** Looks up the gradient for the coming update; a frozen parameter needs none. */
    void find(Gradients gradients) {
        gradient = parameter.isFrozen() ? null : gradients.find(parameter).orElse(null);
        if (gradient == null && !parameter.isFrozen()) {
            throw new IllegalStateException("optimizer: parameter " + path + " " + parameter.shape()
                    + " got no gradient, because the loss does not depend on it; use it in forward(), or freeze it");
        }
    }

    @Nullable Tensor takeGradient() {
        Tensor taken = gradient;
        gradient = null;
        return taken;
    }

    float[][] moments() {
        float[][] known = moments;
        if (known == null) {
            known = new float[names.size()][parameter.size()];
            moments = known;
        }
        return known;
    }

    OptimizerState.Memory memory() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            tensors.put(names.get(i), Tensor.wrap(parameter.shape(), moments()[i]));
        }
        return new OptimizerState.Memory(steps, tensors);
    }

    /** Complains unless {@link #restore} can take this over. */
    void check(OptimizerState.@Nullable Memory memory) {
        if (memory == null) {
            return;
        }
        if (memory.steps() < 1 || !Set.copyOf(names).containsAll(memory.moments().keySet())) {
            throw new IllegalArgumentException("optimizer: the state of parameter " + path + " should have at least 1 step and the moments "
                    + names + ", found " + memory.steps() + " and " + memory.moments().keySet());
        }
        for (String name : names) {
            Tensor moment = memory.moments().get(name);
            if (moment == null || !moment.shape().equals(parameter.shape())) {
                throw new IllegalArgumentException("optimizer: the state of parameter " + path + " should have " + name + " "
                        + parameter.shape() + ", found " + (moment == null ? "none" : moment.shape()));
            }
        }
    }

    void restore(OptimizerState.@Nullable Memory memory) {
        steps = memory == null ? 0 : memory.steps();
        moments = null;
        if (memory != null) {
            for (int i = 0; i < names.size(); i++) {
                Tensor moment = memory.moments().get(names.get(i));
                if (moment != null) {
                    System.arraycopy(moment.array(), 0, moments()[i], 0, parameter.size());
                }
            }
        }
    }
}
