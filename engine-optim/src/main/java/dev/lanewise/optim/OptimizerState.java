package dev.lanewise.optim;

import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * All that an optimizer remembers, as plain data.
 *
 * @param rule the rule's name: {@code Adam}
 * @param settings the rule's own settings, and the optimizer's, by their names in files; none if they are not known, as in files of older
 *     versions
 * @param groups the groups of parameters with rules of their own, in the order in which they were made
 * @param learningRate the learning rate at this moment
 * @param parameters what is remembered of each parameter, by its path; those that were never updated are missing
 */
public record OptimizerState(
        String rule, Map<String, Double> settings, List<Group> groups, double learningRate, Map<String, Memory> parameters) {

    /** Copies the list of the groups. */
    public OptimizerState {
        groups = List.copyOf(groups);
    }

    /** Without groups. */
    public OptimizerState(String rule, Map<String, Double> settings, double learningRate, Map<String, Memory> parameters) {
        this(rule, settings, List.of(), learningRate, parameters);
    }

    /**
     * Parameters with a rule of their own.
     *
     * @param pattern which they are, by their paths
     * @param rule the rule's name
     * @param settings the rule's settings
     */
    public record Group(String pattern, String rule, Map<String, Double> settings) {}

    /**
     * What is remembered of one parameter.
     *
     * @param steps how often it was updated
     * @param moments tensors of the parameter's shape, by the rule's names for them: {@code first_moment}, {@code second_moment}; and
     *     {@code average}, if the optimizer keeps one
     */
    public record Memory(long steps, Map<String, Tensor> moments) {}
}
