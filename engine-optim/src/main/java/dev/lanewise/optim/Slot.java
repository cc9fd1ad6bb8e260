package dev.lanewise.optim;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.RowGradient;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parameter, its rule, and what an optimizer remembers of it. The moments come into being with the first update. */
final class Slot {

    private static final String AVERAGE = "average";
    private static final int PIECE = 1 << 14; // elements that one thread takes at once
    private static final double NANOSECONDS_PER_ELEMENT = 0.4;

    private final String path;
    private final Parameter parameter;
    private Rule rule;
    private boolean averaged;
    private float @Nullable [][] moments;
    private float @Nullable [] average;
    private long steps;
    private @Nullable Tensor gradient; // of the coming update, or
    private @Nullable RowGradient rowGradient;
    private @Nullable Accumulated accumulated;

    Slot(String path, Parameter parameter, Rule rule) {
        this.path = path;
        this.parameter = parameter;
        this.rule = rule;
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

    Rule rule() {
        return rule;
    }

    void setRule(Rule other) {
        rule = other;
    }

    void keepAverage() {
        averaged = true;
    }

    /** Looks up the gradient for the coming update; a frozen parameter needs none. */
    void find(Gradients gradients) {
        clearGradient();
        if (!parameter.isFrozen()) {
            rowGradient = rule.takesRows() ? gradients.findRows(parameter).orElse(null) : null;
            gradient = rowGradient == null ? gradients.find(parameter).orElse(null) : null;
            require(gradient != null || rowGradient != null);
        }
    }

    /** Adds to the gradient for {@link #findAccumulated}. */
    void accumulate(Gradients gradients, float share) {
        if (!parameter.isFrozen()) {
            Accumulated sum = accumulated;
            if (sum == null) {
                sum = new Accumulated(parameter);
                accumulated = sum;
            }
            require(sum.add(gradients, rule.takesRows(), share));
        }
    }

    /** Takes what was accumulated as the gradient for the coming update. */
    void findAccumulated() {
        clearGradient();
        if (!parameter.isFrozen()) {
            gradient = accumulated == null ? null : accumulated.sum();
            rowGradient = accumulated == null ? null : accumulated.rows();
            require(gradient != null || rowGradient != null);
        }
    }

    private void require(boolean hasGradient) {
        if (!hasGradient) {
            throw new IllegalStateException("optimizer: parameter " + path + " " + parameter.shape()
                    + " got no gradient, because the loss does not depend on it; use it in forward(), or freeze it");
        }
    }

    /** The numbers of the gradient for the coming update: all, or those of its rows; none if the parameter is frozen. */
    @Nullable Tensor gradientValues() {
        RowGradient rows = rowGradient;
        return rows == null ? gradient : rows.values();
    }

    /** Updates the parameter, unless it is frozen. */
    void update(double rate, double averageDecay) {
        Tensor dense = gradient;
        RowGradient rows = rowGradient;
        if (dense != null) {
            steps++;
            updateAll(dense.array(), rate, averageDecay);
        } else if (rows != null) {
            steps++;
            RowUpdate.run(rule, parameter.array(), moments(), rows, rate, steps);
            if (averaged) {
                average(0, parameter.size(), averageDecay, averageArray());
            }
        } else {
            return;
        }
        clearGradient();
        parameter.touch();
    }

    private void clearGradient() {
        gradient = null;
        rowGradient = null;
    }

    void clearAccumulated() {
        if (accumulated != null) {
            accumulated.clear();
        }
    }

    private void updateAll(float[] values, double rate, double averageDecay) {
        float[][] memories = moments();
        float[] mean = averaged ? averageArray() : null;
        int size = parameter.size();
        if (size <= PIECE) {
            updateRange(values, memories, mean, 0, size, rate, averageDecay);
        } else {
            Parallel.forEach((size + PIECE - 1) / PIECE, (long) (size * NANOSECONDS_PER_ELEMENT), (piece, scratch) -> {
                int from = piece * PIECE;
                updateRange(values, memories, mean, from, Math.min(from + PIECE, size), rate, averageDecay);
            });
        }
    }

    private void updateRange(
            float[] values, float[][] memories, float @Nullable [] mean, int from, int to, double rate, double averageDecay) {
        rule.update(parameter.array(), values, memories, from, to, rate, steps);
        if (mean != null) {
            average(from, to, averageDecay, mean);
        }
    }

    private void average(int from, int to, double decay, float[] mean) {
        float[] weights = parameter.array();
        float keep = steps == 1 ? 0f : (float) decay;
        float fresh = steps == 1 ? 1f : (float) (1 - decay);
        for (int i = from; i < to; i++) {
            mean[i] = keep * mean[i] + fresh * weights[i];
        }
    }

    /** Exchanges the weights and their average, if there is one. */
    void swapAverage() {
        float[] mean = average;
        if (mean != null && steps > 0) {
            float[] weights = parameter.array();
            for (int i = 0; i < mean.length; i++) {
                float swap = weights[i];
                weights[i] = mean[i];
                mean[i] = swap;
            }
            parameter.touch();
        }
    }

    private float[][] moments() {
        float[][] known = moments;
        if (known == null) {
            known = new float[rule.moments().size()][parameter.size()];
            moments = known;
        }
        return known;
    }

    private float[] averageArray() {
        float[] known = average;
        if (known == null) {
            known = new float[parameter.size()];
            average = known;
        }
        return known;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(rule.moments());
        if (averaged) {
            names.add(AVERAGE);
        }
        return names;
    }

    private float[] array(int number) {
        return number < rule.moments().size() ? moments()[number] : averageArray();
    }

    OptimizerState.Memory memory() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<String> names = names();
        for (int i = 0; i < names.size(); i++) {
            tensors.put(names.get(i), Tensor.wrap(parameter.shape(), array(i)));
        }
        return new OptimizerState.Memory(steps, tensors);
    }

    /** Complains unless {@link #restore} can take this over. */
    void check(OptimizerState.@Nullable Memory memory) {
        if (memory == null) {
            return;
        }
        List<String> names = names();
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
        average = null;
        clearAccumulated();
        if (memory != null) {
            List<String> names = names();
            for (int i = 0; i < names.size(); i++) {
                Tensor moment = memory.moments().get(names.get(i));
                if (moment != null) {
                    System.arraycopy(moment.array(), 0, array(i), 0, parameter.size());
                }
            }
        }
    }
}
