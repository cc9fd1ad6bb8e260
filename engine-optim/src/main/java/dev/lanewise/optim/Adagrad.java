package dev.lanewise.optim;

import java.util.List;
import java.util.Map;

/**
 * Adagrad. With rate decay δ, initial sum s₀ and weight decay λ, at step t, as in PyTorch:
 *
 * <pre>
 * g ← g + λw
 * s ← s + g²
 * w ← w − η/(1 + (t − 1)δ)·g / (√(s₀ + s) + ε)
 * </pre>
 *
 * <p>Of a {@linkplain dev.lanewise.gradient.RowGradient row gradient} the rows that were touched are updated, which changes nothing
 * unless there is weight decay: then only they decay.
 *
 * <p>Source: Duchi, Hazan and Singer, <i>Adaptive subgradient methods for online learning and stochastic optimization</i>, JMLR 2011.
 */
public record Adagrad(double learningRate, double rateDecay, double initialSum, double epsilon, double weightDecay) implements Rule {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Adagrad {
        new Settings("adagrad").atLeastZero("rate decay", rateDecay).atLeastZero("initial sum", initialSum)
                .atLeastZero("epsilon", epsilon).atLeastZero("weight decay", weightDecay);
    }

    /** With ε = 10⁻¹⁰, an initial sum of 0, without any decay. */
    public static Adagrad withLearningRate(double learningRate) {
        return new Adagrad(learningRate, 0, 0, 1e-10, 0);
    }

    /** This rule with another learning rate. */
    public Adagrad learningRate(double learningRate) {
        return new Adagrad(learningRate, rateDecay, initialSum, epsilon, weightDecay);
    }

    /** This rule with a learning rate that falls with the steps. */
    public Adagrad rateDecay(double rateDecay) {
        return new Adagrad(learningRate, rateDecay, initialSum, epsilon, weightDecay);
    }

    /** This rule with another sum to begin with. */
    public Adagrad initialSum(double initialSum) {
        return new Adagrad(learningRate, rateDecay, initialSum, epsilon, weightDecay);
    }

    /** This rule with the gradient of ½λ‖w‖² added. */
    public Adagrad weightDecay(double weightDecay) {
        return new Adagrad(learningRate, rateDecay, initialSum, epsilon, weightDecay);
    }

    /** This rule with another ε; Keras' is 10⁻⁷. */
    public Adagrad epsilon(double epsilon) {
        return new Adagrad(learningRate, rateDecay, initialSum, epsilon, weightDecay);
    }

    @Override
    public List<String> moments() {
        return List.of("sum_of_squares");
    }

    @Override
    public Map<String, Double> settings() {
        return new Settings("adagrad").with("learning_rate", learningRate).with("rate_decay", rateDecay).with("initial_sum", initialSum)
                .with("epsilon", epsilon).with("weight_decay", weightDecay).map();
    }

    @Override
    public boolean takesRows() {
        return true;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step) {
        float rate = (float) (learningRate / (1 + (step - 1) * rateDecay));
        float decay = (float) weightDecay;
        float start = (float) initialSum;
        float e = (float) epsilon;
        float[] squares = moments[0];
        for (int i = from; i < to; i++) {
            float w = weights[i];
            float g = gradient[i] + decay * w;
            float s = squares[i] + g * g;
            squares[i] = s;
            weights[i] = w - rate * g / ((float) Math.sqrt(start + s) + e);
        }
    }
}
