package dev.lanewise.samples.sequence;

import dev.lanewise.metric.Metric;
import dev.lanewise.tensor.Tensor;

/**
 * The share of answers without a wrong token. Outputs {@code [batch, steps, vocabulary]}, targets {@code [batch, steps]} as whole numbers.
 * It is that of greedy decoding: as long as all tokens are right, the true answer is what the decoder would have read.
 */
public final class ExactAnswers implements Metric {

    private long right;
    private long answers;

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public void add(Tensor outputs, Tensor values) {
        int steps = outputs.dimension(1);
        int vocabulary = outputs.dimension(2);
        for (int n = 0; n < outputs.dimension(0); n++) {
            boolean isRight = true;
            for (int t = 0; t < steps; t++) {
                isRight &= highest(outputs.array(), (n * steps + t) * vocabulary, vocabulary) == (int) values.array()[n * steps + t];
            }
            right += isRight ? 1 : 0;
            answers++;
        }
    }

    private static int highest(float[] scores, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = scores[from + i] > scores[from + best] ? i : best;
        }
        return best;
    }

    @Override
    public double value() {
        return (double) right / answers;
    }

    @Override
    public void reset() {
        right = 0;
        answers = 0;
    }

    @Override
    public double[] sums() {
        return new double[] {right, answers};
    }

    @Override
    public void restore(double[] sums) {
        right = (long) sums[0];
        answers = (long) sums[1];
    }
}
