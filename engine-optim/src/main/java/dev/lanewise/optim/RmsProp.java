package dev.lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * RMSprop. With decay rate α, momentum μ and weight decay λ, as in PyTorch:
 *
 * <pre>
 * g ← g + λw
 * v ← αv + (1 − α)g²                 centered: a ← αa + (1 − α)g, and v − a² (at least 0) instead of v below
 * b ← μb + g/(√v + ε)
 * w ← w − ηb
 * </pre>
 *
 * <p>Sources: Hinton, <i>Neural networks for machine learning</i>, lecture 6e, 2012; centered: Graves, <i>Generating sequences with
 * recurrent neural networks</i>, 2013, equations 38 to 45.
 */
public record RmsProp(double learningRate, double decay, double epsilon, double momentum, boolean centered, double weightDecay)
        implements Rule {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the decay rate is outside [0, 1), or another value is negative
     */
    public RmsProp {
        new Settings("rmsprop").decayRate("decay", decay).atLeastZero("epsilon", epsilon).atLeastZero("momentum", momentum)
                .atLeastZero("weight decay", weightDecay);
    }

    /** With α = 0.99 and ε = 10⁻⁸, without momentum and weight decay, not centered. */
    public static RmsProp withLearningRate(double learningRate) {
        return new RmsProp(learningRate, 0.99, 1e-8, 0, false, 0);
    }

    /** This rule with another learning rate. */
    public RmsProp learningRate(double learningRate) {
        return new RmsProp(learningRate, decay, epsilon, momentum, centered, weightDecay);
    }

    /** This rule with another decay rate α. */
    public RmsProp decay(double decay) {
        return new RmsProp(learningRate, decay, epsilon, momentum, centered, weightDecay);
    }

    /** This rule with another ε. */
    public RmsProp epsilon(double epsilon) {
        return new RmsProp(learningRate, decay, epsilon, momentum, centered, weightDecay);
    }

    /** This rule with momentum μ. */
    public RmsProp momentum(double momentum) {
        return new RmsProp(learningRate, decay, epsilon, momentum, centered, weightDecay);
    }

    /** This rule, dividing by the gradient's standard deviation instead of its root mean square. */
    public RmsProp withCentering() {
        return new RmsProp(learningRate, decay, epsilon, momentum, true, weightDecay);
    }

    /** This rule with the gradient of ½λ‖w‖² added. */
    public RmsProp weightDecay(double weightDecay) {
        return new RmsProp(learningRate, decay, epsilon, momentum, centered, weightDecay);
    }

    @Override
    public List<String> moments() {
        List<String> names = new ArrayList<>(List.of("second_moment"));
        if (centered) {
            names.add("first_moment");
        }
        if (momentum > 0) {
            names.add("momentum");
        }
        return names;
    }

    @Override
    public Map<String, Double> settings() {
        return new Settings("rmsprop").with("learning_rate", learningRate).with("decay", decay).with("epsilon", epsilon)
                .with("momentum", momentum).with("centered", centered).with("weight_decay", weightDecay).map();
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step) {
        float rate = (float) learningRate;
        float shrinkage = (float) weightDecay;
        float keep = (float) decay;
        float fresh = (float) (1 - decay);
        float e = (float) epsilon;
        float kept = (float) momentum;
        float[] second = moments[0];
        float[] first = centered ? moments[1] : second;
        float[] velocity = moments[moments.length - 1];
        boolean moving = momentum > 0;
        for (int i = from; i < to; i++) {
            float w = weights[i];
            float g = gradient[i] + shrinkage * w;
            float v = keep * second[i] + fresh * (g * g);
            second[i] = v;
            if (centered) {
                float a = keep * first[i] + fresh * g;
                first[i] = a;
                v = Math.max(v - a * a, 0f);
            }
            float change = g / ((float) Math.sqrt(v) + e);
            if (moving) {
                change += kept * velocity[i];
                velocity[i] = change;
            }
            weights[i] = w - rate * change;
        }
    }
}
