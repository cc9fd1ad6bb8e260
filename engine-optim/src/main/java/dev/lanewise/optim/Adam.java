package dev.lanewise.optim;

import java.util.List;
import java.util.Map;

/**
 * Adam, and AdamW. With decay rates β₁ and β₂ and weight decay λ, at step t, as in PyTorch (ε outside the bias-corrected root):
 *
 * <pre>
 * Adam:  g ← g + λw          AdamW:  w ← w − ηλw
 * m ← β₁m + (1 − β₁)g
 * v ← β₂v + (1 − β₂)g²                AMSGrad: u ← max(u, v), and u instead of v below
 * w ← w − η·(m/(1 − β₁ᵗ)) / (√(v/(1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * <p>Of a {@linkplain dev.lanewise.gradient.RowGradient row gradient} the rows that were touched are updated, their decay included, as if
 * the others had not been there; t counts all steps.
 *
 * <p>Sources: Kingma and Ba, <i>Adam: a method for stochastic optimization</i>, ICLR 2015, algorithm 1; Loshchilov and Hutter,
 * <i>Decoupled weight decay regularization</i>, ICLR 2019, algorithm 2; Reddi, Kale and Kumar, <i>On the convergence of Adam and
 * beyond</i>, ICLR 2018, algorithm 2.
 *
 * @param decoupled whether the decay is apart from the gradient, as in AdamW
 * @param amsgrad whether the largest v so far is used, so that the step never grows again
 */
public record Adam(double learningRate, double firstDecay, double secondDecay, double epsilon, double weightDecay, boolean decoupled,
        boolean amsgrad) implements Rule {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a decay rate is outside [0, 1), or ε or the weight decay is negative
     */
    public Adam {
        new Settings(decoupled ? "adamw" : "adam").decayRate("first decay", firstDecay).decayRate("second decay", secondDecay)
                .atLeastZero("epsilon", epsilon).atLeastZero("weight decay", weightDecay);
    }

    /** Adam with β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and no weight decay; see {@link AdamW#withLearningRate} for the other. */
    public static Adam withLearningRate(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8, 0, false, false);
    }

    /** This rule with another learning rate. */
    public Adam learningRate(double learningRate) {
        return new Adam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, decoupled, amsgrad);
    }

    /** This rule with other decay rates, β₁ and β₂. */
    public Adam decays(double firstDecay, double secondDecay) {
        return new Adam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, decoupled, amsgrad);
    }

    /** This rule with another ε. */
    public Adam epsilon(double epsilon) {
        return new Adam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, decoupled, amsgrad);
    }

    /** This rule with another weight decay λ; that of Adam adds the gradient of ½λ‖w‖², that of AdamW is apart from it. */
    public Adam weightDecay(double weightDecay) {
        return new Adam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, decoupled, amsgrad);
    }

    /** This rule with the largest second moment so far (AMSGrad). */
    public Adam withAmsgrad() {
        return new Adam(learningRate, firstDecay, secondDecay, epsilon, weightDecay, decoupled, true);
    }

    @Override
    public String name() {
        return decoupled ? "AdamW" : "Adam";
    }

    @Override
    public List<String> moments() {
        return amsgrad ? List.of("first_moment", "second_moment", "largest_second_moment") : List.of("first_moment", "second_moment");
    }

    @Override
    public Map<String, Double> settings() {
        return new Settings(name()).with("learning_rate", learningRate).with("first_decay", firstDecay).with("second_decay", secondDecay)
                .with("epsilon", epsilon).with("weight_decay", weightDecay).with("amsgrad", amsgrad).map();
    }

    @Override
    public boolean takesRows() {
        return true;
    }

    /* Memory-bound: one pass over the arrays. The rate takes up both bias corrections: η' = η/(1 − β₁ᵗ), √(v/(1 − β₂ᵗ)) = √v·scale. */
    @Override
    public void update(float[] weights, float[] gradient, float[][] moments, int from, int to, double learningRate, long step) {
        float rate = (float) (learningRate / (1 - StrictMath.pow(firstDecay, (double) step)));
        float scale = (float) (1 / Math.sqrt(1 - StrictMath.pow(secondDecay, (double) step)));
        float shrink = decoupled ? (float) (1 - learningRate * weightDecay) : 1f;
        float decay = decoupled ? 0f : (float) weightDecay;
        float keep1 = (float) firstDecay;
        float fresh1 = (float) (1 - firstDecay);
        float keep2 = (float) secondDecay;
        float fresh2 = (float) (1 - secondDecay);
        float e = (float) epsilon;
        float[] first = moments[0];
        float[] second = moments[1];
        if (amsgrad) {
            float[] largest = moments[2];
            for (int i = from; i < to; i++) {
                float w = weights[i];
                float g = gradient[i] + decay * w;
                float m = keep1 * first[i] + fresh1 * g;
                float v = keep2 * second[i] + fresh2 * (g * g);
                float u = Math.max(largest[i], v);
                first[i] = m;
                second[i] = v;
                largest[i] = u;
                weights[i] = shrink * w - rate * m / ((float) Math.sqrt(u) * scale + e);
            }
            return;
        }
        for (int i = from; i < to; i++) {
            float w = weights[i];
            float g = gradient[i] + decay * w;
            float m = keep1 * first[i] + fresh1 * g;
            float v = keep2 * second[i] + fresh2 * (g * g);
            first[i] = m;
            second[i] = v;
            weights[i] = shrink * w - rate * m / ((float) Math.sqrt(v) * scale + e);
        }
    }
}
