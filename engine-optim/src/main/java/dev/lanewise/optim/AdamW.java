package dev.lanewise.optim;

import java.util.List;
import java.util.Map;

/**
 * Adam with weight decay apart from the gradient:
 *
 * <pre>
 * w ← w − ηλw
 * then {@link Adam}'s step without λ
 * </pre>
 *
 * <p>Source: Loshchilov and Hutter, <i>Decoupled weight decay regularization</i>, ICLR 2019, algorithm 2.
 */
public record AdamW(double learningRate, double firstDecay, double secondDecay, double epsilon, double weightDecay) implements Rule {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a decay rate is outside [0, 1), or another value is negative
     */
    public AdamW {
        AdamStep.check("adamw", firstDecay, secondDecay, epsilon, weightDecay);
    }

    /** With β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and λ = 0.01. */
    public static AdamW withLearningRate(double learningRate) {
        return new AdamW(learningRate, 0.9, 0.999, 1e-8, 0.01);
    }

    /** This rule with other decay rates, β₁ and β₂. */
    public AdamW decays(double firstDecay, double secondDecay) {
        return new AdamW(learningRate, firstDecay, secondDecay, epsilon, weightDecay);
    }

    /** This rule with another ε. */
    public AdamW epsilon(double epsilon) {
        return new AdamW(learningRate, firstDecay, secondDecay, epsilon, weightDecay);
    }

    /** This rule with another weight decay λ. */
    public AdamW weightDecay(double weightDecay) {
        return new AdamW(learningRate, firstDecay, secondDecay, epsilon, weightDecay);
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
                .update(weights, (float) (1 - learningRate * weightDecay), gradient, 0f, moments[0], moments[1], from, to);
    }
}
