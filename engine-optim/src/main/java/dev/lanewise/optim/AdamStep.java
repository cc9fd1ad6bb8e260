package dev.lanewise.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loop that {@link Adam} and {@link AdamW} share, with the numbers that are the same for all elements of a step. The
 * learning rate takes up both bias corrections: η' = η/(1 − β₁ᵗ), and √(v/(1 − β₂ᵗ)) = √v·r.
 */
record AdamStep(float rate, float firstDecay, float firstFresh, float secondDecay, float secondFresh, float rootScale, float epsilon) {

    static final List<String> MOMENTS = List.of("first_moment", "second_moment");

    static AdamStep of(double learningRate, double firstDecay, double secondDecay, double epsilon, long step) {
        double firstCorrection = 1 - StrictMath.pow(firstDecay, (double) step);
        double secondCorrection = 1 - StrictMath.pow(secondDecay, (double) step);
        return new AdamStep(
                (float) (learningRate / firstCorrection),
                (float) firstDecay,
                (float) (1 - firstDecay),
                (float) secondDecay,
                (float) (1 - secondDecay),
                (float) (1 / Math.sqrt(secondCorrection)),
                (float) epsilon);
    }

    /** Memory-bound: one pass over the four arrays. */
    void update(float[] weights, float shrink, float[] gradient, float decay, float[] first, float[] second, int from, int to) {
        float rate = this.rate;
        float keep1 = firstDecay;
        float fresh1 = firstFresh;
        float keep2 = secondDecay;
        float fresh2 = secondFresh;
        float scale = rootScale;
        float e = epsilon;
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

    static Map<String, Double> settings(
            double learningRate, double firstDecay, double secondDecay, double epsilon, double weightDecay) {
        Map<String, Double> settings = new LinkedHashMap<>();
        settings.put("learning_rate", learningRate);
        settings.put("first_decay", firstDecay);
        settings.put("second_decay", secondDecay);
        settings.put("epsilon", epsilon);
        settings.put("weight_decay", weightDecay);
        return settings;
    }

    static void check(String rule, double firstDecay, double secondDecay, double epsilon, double weightDecay) {
        if (!(firstDecay >= 0 && firstDecay < 1 && secondDecay >= 0 && secondDecay < 1)) {
            throw new IllegalArgumentException(rule + ": the decay rates must be at least 0 and below 1, found " + firstDecay + " and "
                    + secondDecay);
        }
        if (!(epsilon >= 0 && weightDecay >= 0)) {
            throw new IllegalArgumentException(rule + ": epsilon and weight decay must be at least 0, found " + epsilon + " and "
                    + weightDecay);
        }
    }
}
