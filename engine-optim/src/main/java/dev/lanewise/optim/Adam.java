package dev.lanewise.optim;

import java.util.List;
import java.util.Map;

/**
 * Adam. With decay rates β₁ and β₂ and weight decay λ, at step t, as in PyTorch (ε outside the bias-corrected root):
 *
 * <pre>
 * g ← g + λw
 * m ← β₁m + (1 − β₁)g
 * v ← β₂v + (1 − β₂)g²
 * w ← w − η·(m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * <p>Source: Kingma and Ba, <i>Adam: a method for stochastic optimization</i>, ICLR 2015, algorithm 1.
 */
public record Adam(double learningRate, double firstDecay, double secondDecay, double epsilon, double weightDecay) implements Rule {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a decay rate is outside [0, 1), or another value is negative
     */
    public Adam {
        AdamStep.check("adam", firstDecay, secondDecay, epsilon, weightDecay);
    }

    /** With β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and no weight decay. */
    public static Adam withLearningRate(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8, 0);
    }

    /** This rule with other decay rates, β₁ and β₂. */
    public Adam decays(double firstDecay, double secondDecay) {
        return new Adam(learningRate, firstDecay, secondDecay, epsilon, weightDecay);
    }

    /** This rule with another ε. */
    public Adam epsilon(double epsilon) {
        return new Adam(learningRate, firstDecay, secondDecay, epsilon, weightDecay);
    }

    /** This rule with the gradient of ½λ‖w‖² added; see {@link AdamW} for decay apart from the gradient. */
    public Adam weightDecay(double weightDecay) {
        return new Adam(learningRate, firstDecay, secondDecay, epsilon, weightDecay);
    }

    @Override
    public List<String> moments() {
        return AdamStep.MOMENTS;
    }

    @Override
    public Map<String, Double> settings() {
        return AdamStep.settings(learningRate, firstDecay, secondDecay, epsilon, weightDecay);
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step) {
        AdamStep.of(learningRate, firstDecay, secondDecay, epsilon, step)
                .update(weights, 1f, gradient, (float) weightDecay, moments[0], moments[1], from, to);
    }
}
