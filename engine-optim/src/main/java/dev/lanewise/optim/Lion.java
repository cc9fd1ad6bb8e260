package dev.lanewise.optim;

import java.util.List;
import java.util.Map;

/**
 * Lion, whose steps all have the same length. With β₁, β₂ and weight decay λ:
 *
 * <pre>
 * w ← w − ηλw − η·sign(β₁m + (1 − β₁)g)
 * m ← β₂m + (1 − β₂)g
 * </pre>
 *
 * <p>Its learning rate is usually a third to a tenth of Adam's, its weight decay three to ten times AdamW's.
 *
 * <p>Source: Chen and others, <i>Symbolic discovery of optimization algorithms</i>, NeurIPS 2023, algorithm 2.
 */
public record Lion(double learningRate, double firstDecay, double secondDecay, double weightDecay) implements Rule {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a decay rate is outside [0, 1), or the weight decay is negative
     */
    public Lion {
        new Settings("lion").decayRate("first decay", firstDecay).decayRate("second decay", secondDecay)
                .atLeastZero("weight decay", weightDecay);
    }

    /** With β₁ = 0.9, β₂ = 0.99 and no weight decay. */
    public static Lion withLearningRate(double learningRate) {
        return new Lion(learningRate, 0.9, 0.99, 0);
    }

    /** This rule with another learning rate. */
    public Lion learningRate(double learningRate) {
        return new Lion(learningRate, firstDecay, secondDecay, weightDecay);
    }

    /** This rule with other decay rates, β₁ and β₂. */
    public Lion decays(double firstDecay, double secondDecay) {
        return new Lion(learningRate, firstDecay, secondDecay, weightDecay);
    }

    /** This rule with weight decay, apart from the gradient. */
    public Lion weightDecay(double weightDecay) {
        return new Lion(learningRate, firstDecay, secondDecay, weightDecay);
    }

    @Override
    public List<String> moments() {
        return List.of("momentum");
    }

    @Override
    public Map<String, Double> settings() {
        return new Settings("lion").with("learning_rate", learningRate).with("first_decay", firstDecay).with("second_decay", secondDecay)
                .with("weight_decay", weightDecay).map();
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step) {
        float rate = (float) learningRate;
        float shrink = (float) (1 - learningRate * weightDecay);
        float keep1 = (float) firstDecay;
        float fresh1 = (float) (1 - firstDecay);
        float keep2 = (float) secondDecay;
        float fresh2 = (float) (1 - secondDecay);
        float[] momentum = moments[0];
        // two loops: the JIT does not vectorize both in one, and a scalar signum takes ten times as long
        for (int i = from; i < to; i++) {
            weights[i] = shrink * weights[i] - rate * Math.signum(keep1 * momentum[i] + fresh1 * gradient[i]);
        }
        for (int i = from; i < to; i++) {
            momentum[i] = keep2 * momentum[i] + fresh2 * gradient[i];
        }
    }
}
