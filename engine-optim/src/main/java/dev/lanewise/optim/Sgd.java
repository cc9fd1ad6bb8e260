package dev.lanewise.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent. With decay λ, momentum μ and dampening τ, as in PyTorch:
 *
 * <pre>
 * g ← g + λw
 * b ← μb + (1 − τ)g      (b = g at the first step)
 * w ← w − η(Nesterov ? g + μb : b)
 * </pre>
 *
 * <p>Without momentum, of a {@linkplain dev.lanewise.gradient.RowGradient row gradient} the rows that were touched are updated, which
 * changes nothing unless there is weight decay: then only they decay. With momentum, which moves all rows, the gradient is made dense.
 *
 * <p>Source: Sutskever, Martens, Dahl and Hinton, <i>On the importance of initialization and momentum in deep learning</i>, ICML 2013.
 */
public record Sgd(double learningRate, double momentum, double dampening, boolean nesterov, double weightDecay) implements Rule {

    /**
     * Checks the combination.
     *
     * @throws IllegalArgumentException if a value is negative, or Nesterov's form is asked for without momentum or with dampening
     */
    public Sgd {
        if (!(momentum >= 0 && dampening >= 0 && weightDecay >= 0)) {
            throw new IllegalArgumentException("sgd: momentum, dampening and weight decay must be at least 0, found " + momentum
                    + ", " + dampening + ", " + weightDecay);
        }
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException("sgd: Nesterov's form needs a momentum above 0 and no dampening, found momentum "
                    + momentum + ", dampening " + dampening);
        }
    }

    /** Without momentum and decay. */
    public static Sgd withLearningRate(double learningRate) {
        return new Sgd(learningRate, 0, 0, false, 0);
    }

    /** This rule with another learning rate. */
    public Sgd learningRate(double learningRate) {
        return new Sgd(learningRate, momentum, dampening, nesterov, weightDecay);
    }

    /** This rule with momentum, usually 0.9. */
    public Sgd momentum(double momentum) {
        return new Sgd(learningRate, momentum, dampening, nesterov, weightDecay);
    }

    /** This rule with dampened momentum. */
    public Sgd dampening(double dampening) {
        return new Sgd(learningRate, momentum, dampening, nesterov, weightDecay);
    }

    /** This rule with Nesterov's momentum. */
    public Sgd nesterov(double momentum) {
        return new Sgd(learningRate, momentum, dampening, true, weightDecay);
    }

    /** This rule with the gradient of ½λ‖w‖² added. */
    public Sgd weightDecay(double weightDecay) {
        return new Sgd(learningRate, momentum, dampening, nesterov, weightDecay);
    }

    @Override
    public List<String> moments() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public Map<String, Double> settings() {
        Map<String, Double> settings = new LinkedHashMap<>();
        settings.put("learning_rate", learningRate);
        settings.put("momentum", momentum);
        settings.put("dampening", dampening);
        settings.put("nesterov", nesterov ? 1.0 : 0.0);
        settings.put("weight_decay", weightDecay);
        return settings;
    }

    @Override
    public boolean takesRows() {
        return momentum == 0;
    }

    @Override
    public void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step) {
        float rate = (float) learningRate;
        float decay = (float) weightDecay;
        if (momentum == 0) {
            for (int i = from; i < to; i++) {
                float w = weights[i];
                weights[i] = w - rate * (gradient[i] + decay * w);
            }
            return;
        }
        float[] velocity = moments[0];
        float kept = (float) momentum;
        float fresh = step == 1 ? 1f : (float) (1 - dampening);
        // w ← w − η(direct·g + throughVelocity·b)
        float direct = nesterov ? 1f : 0f;
        float throughVelocity = nesterov ? kept : 1f;
        for (int i = from; i < to; i++) {
            float w = weights[i];
            float g = gradient[i] + decay * w;
            float b = kept * velocity[i] + fresh * g;
            velocity[i] = b;
            weights[i] = w - rate * (direct * g + throughVelocity * b);
        }
    }
}
