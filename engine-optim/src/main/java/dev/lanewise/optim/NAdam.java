package dev.lanewise.optim;

import java.util.List;
import java.util.Map;

/**
 * Adam with Nesterov's momentum. With β₁, β₂, momentum decay ψ and weight decay λ, at step t, as in PyTorch:
 *
 * <pre>
 * μₜ = β₁·(1 − ½·0.96^(tψ))
 * g ← g + λw
 * m ← β₁m + (1 − β₁)g
 * v ← β₂v + (1 − β₂)g²
 * w ← w − η·(g·(1 − μₜ)/(1 − Πμ₁…μₜ) + m·μₜ₊₁/(1 − Πμ₁…μₜ₊₁)) / (√(v/(1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * <p>Source: Dozat, <i>Incorporating Nesterov momentum into Adam</i>, ICLR workshop 2016, algorithm 2.
 */
public record NAdam(double learningRate, double firstDecay, double secondDecay, double epsilon, double weightDecay, double momentumDecay)
        implements Rule {

    private static final int TERMS = 48; // of the series below: the rest is less than 2⁻⁴⁸

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a decay rate is outside [0, 1), or another value is negative
     */
    public NAdam {
        new Settings("nadam").decayRate("first decay", firstDecay).decayRate("second decay", secondDecay).atLeastZero("epsilon", epsilon)
                .atLeastZero("weight decay", weightDecay).atLeastZero("momentum decay", momentumDecay);
    }

    /** With β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, ψ = 0.004 and no weight decay. */
    public static NAdam withLearningRate(double learningRate) {
        return new NAdam(learningRate, 0.9, 0.999, 1e-8, 0, 4e-3);
    }

    /** This rule with another learning rate. */
    public NAdam learningRate(double learningRate) {
        return new NAdam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, momentumDecay);
    }

    /** This rule with other decay rates, β₁ and β₂. */
    public NAdam decays(double firstDecay, double secondDecay) {
        return new NAdam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, momentumDecay);
    }

    /** This rule with the gradient of ½λ‖w‖² added. */
    public NAdam weightDecay(double weightDecay) {
        return new NAdam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, momentumDecay);
    }

    /** This rule with another ε. */
    public NAdam epsilon(double epsilon) {
        return new NAdam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, momentumDecay);
    }

    /** This rule with another decay of its momentum, ψ. */
    public NAdam momentumDecay(double momentumDecay) {
        return new NAdam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, momentumDecay);
    }

    @Override
    public List<String> moments() {
        return List.of("first_moment", "second_moment");
    }

    @Override
    public Map<String, Double> settings() {
        return new Settings("nadam").with("learning_rate", learningRate).with("first_decay", firstDecay).with("second_decay", secondDecay)
                .with("epsilon", epsilon).with("weight_decay", weightDecay).with("momentum_decay", momentumDecay).map();
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step) {
        double product = momentumProduct(step);
        double next = momentum(step + 1);
        float direct = (float) (learningRate * (1 - momentum(step)) / (1 - product));
        float rate = (float) (learningRate * next / (1 - product * next));
        float scale = (float) (1 / Math.sqrt(1 - StrictMath.pow(secondDecay, (double) step)));
        float decay = (float) weightDecay;
        float keep1 = (float) firstDecay;
        float fresh1 = (float) (1 - firstDecay);
        float keep2 = (float) secondDecay;
        float fresh2 = (float) (1 - secondDecay);
        float e = (float) epsilon;
        float[] first = moments[0];
        float[] second = moments[1];
        for (int i = from; i < to; i++) {
            float w = weights[i];
            float g = gradient[i] + decay * w;
            float m = keep1 * first[i] + fresh1 * g;
            float v = keep2 * second[i] + fresh2 * (g * g);
            first[i] = m;
            second[i] = v;
            weights[i] = w - (direct * g + rate * m) / ((float) Math.sqrt(v) * scale + e);
        }
    }

    private double momentum(long step) {
        return firstDecay * (1 - 0.5 * StrictMath.pow(0.96, step * momentumDecay));
    }

    /**
     * μ₁·…·μₜ without a loop over the steps: with q = 0.96^ψ, ln Π(1 − ½qˢ) = −Σₙ (½ⁿ/n)·Σₛ qⁿˢ, and the inner sum is geometric,
     * qⁿ·(1 − qⁿᵗ)/(1 − qⁿ), or t for q = 1.
     */
    double momentumProduct(long step) {
        double q = StrictMath.pow(0.96, momentumDecay);
        double last = StrictMath.pow(q, (double) step);
        double logarithm = 0;
        double half = 1;
        double ratio = 1;
        double lastRatio = 1;
        for (int n = 1; n <= TERMS; n++) {
            half *= 0.5;
            ratio *= q;
            lastRatio *= last;
            logarithm -= half / n * (ratio == 1 ? step : ratio * (1 - lastRatio) / (1 - ratio));
        }
        return StrictMath.pow(firstDecay, (double) step) * StrictMath.exp(logarithm);
    }
}
