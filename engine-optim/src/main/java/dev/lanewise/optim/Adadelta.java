package dev.lanewise.optim;

import java.util.List;
import java.util.Map;

/**
 * Adadelta. With decay rate ρ and weight decay λ, as in PyTorch:
 *
 * <pre>
 * g ← g + λw
 * v ← ρv + (1 − ρ)g²
 * d = g·√(u + ε)/√(v + ε)
 * u ← ρu + (1 − ρ)d²
 * w ← w − ηd
 * </pre>
 *
 * <p>Source: Zeiler, <i>ADADELTA: an adaptive learning rate method</i>, 2012, algorithm 1.
 */
public record Adadelta(double learningRate, double decay, double epsilon, double weightDecay) implements Rule {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the decay rate is outside [0, 1), or another value is negative
     */
    public Adadelta {
        new Settings("adadelta").decayRate("decay", decay).atLeastZero("epsilon", epsilon).atLeastZero("weight decay", weightDecay);
    }

    /** With ρ = 0.9, ε = 10⁻⁶ and no weight decay; the learning rate is usually 1. */
    public static Adadelta withLearningRate(double learningRate) {
        return new Adadelta(learningRate, 0.9, 1e-6, 0);
    }

    /** This rule with another learning rate. */
    public Adadelta learningRate(double learningRate) {
        return new Adadelta(learningRate, decay, epsilon, weightDecay);
    }

    /** This rule with another decay rate ρ. */
    public Adadelta decay(double decay) {
        return new Adadelta(learningRate, decay, epsilon, weightDecay);
    }

    /** This rule with another ε. */
    public Adadelta epsilon(double epsilon) {
        return new Adadelta(learningRate, decay, epsilon, weightDecay);
    }

    /** This rule with the gradient of ½λ‖w‖² added. */
    public Adadelta weightDecay(double weightDecay) {
        return new Adadelta(learningRate, decay, epsilon, weightDecay);
    }

    @Override
    public List<String> moments() {
        return List.of("squared_gradients", "squared_changes");
    }

    @Override
    public Map<String, Double> settings() {
        return new Settings("adadelta").with("learning_rate", learningRate).with("decay", decay).with("epsilon", epsilon)
                .with("weight_decay", weightDecay).map();
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step) {
        float rate = (float) learningRate;
        float shrinkage = (float) weightDecay;
        float keep = (float) decay;
        float fresh = (float) (1 - decay);
        float e = (float) epsilon;
        float[] squares = moments[0];
        float[] changes = moments[1];
        for (int i = from; i < to; i++) {
            float w = weights[i];
            float g = gradient[i] + shrinkage * w;
            float v = keep * squares[i] + fresh * (g * g);
            float u = changes[i];
            float d = g * ((float) Math.sqrt(u + e) / (float) Math.sqrt(v + e));
            squares[i] = v;
            changes[i] = keep * u + fresh * (d * d);
            weights[i] = w - rate * d;
        }
    }
}
