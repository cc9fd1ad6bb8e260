package dev.lanewise.optim;

import dev.lanewise.tensor.Tensor;
import java.util.Map;

/**
 * All that an optimizer remembers, as plain data.
 *
 * @param rule the rule's name: {@code Adam}
 * @param settings the rule's own settings by their names in files; none if they are not known, as in files of older versions
 * @param learningRate the learning rate at this moment
 * @param parameters what is remembered of each parameter, by its path; those that were never updated are missing
 */
public record OptimizerState(String rule, Map<String, Double> settings, double learningRate, Map<String, Memory> parameters) {

    /**
     * What is remembered of one parameter.
     *
     * @param steps how often it was updated
     * @param moments tensors of the parameter's shape, by the rule's names for them: {@code first_moment}, {@code second_moment}
     */
    public record Memory(long steps, Map<String, Tensor> moments) {}
}
