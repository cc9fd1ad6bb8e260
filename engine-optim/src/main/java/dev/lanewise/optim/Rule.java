package dev.lanewise.optim;

import java.util.List;
import java.util.Map;

/** How a parameter follows its gradient: a formula for one element, and the moments that it remembers between steps. */
public interface Rule {

    /** The learning rate to begin with. */
    double learningRate();

    /** The names of the arrays, as long as the parameter and zero at first, that are kept for each parameter. */
    List<String> moments();

    /**
     * Updates the elements {@code from} to {@code to} (exclusive) of a parameter. Each element depends on its own old value,
     * gradient and moments alone, so that a parameter may be updated in pieces by several threads.
     *
     * @param weights the parameter's values, updated in place
     * @param gradient its gradient
     * @param moments the arrays of {@link #moments()}, updated in place
     * @param step how often the parameter will have been updated after this: 1 at the first time
     */
    void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step);

    /**
     * Whether, when only some rows of a parameter have a gradient, {@link #update} is called for these rows alone; their moments are
     * handed to it as if the other rows did not exist. Otherwise the gradient is filled up with zeros, and every row is updated.
     */
    default boolean takesRows() {
        return false;
    }

    /** All numbers that decide what {@link #update} does, by their names in files. A training goes on with equal ones only. */
    default Map<String, Double> settings() {
        return Map.of("learning_rate", learningRate());
    }

    /** The name of the rule in files. */
    default String name() {
        return getClass().getSimpleName();
    }
}
