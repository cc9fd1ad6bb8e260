package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * The share of examples whose label is among the k highest scores. A score that equals that of the label counts as higher only if its
 * class comes first; where a score is NaN, none is high. Outputs {@code [batch, classes]}, labels {@code [batch]}.
 */
public final class TopAccuracy implements Metric {

    private final int count;
    private final RunningMean mean = new RunningMean();

    /**
     * Over no examples yet.
     *
     * @param count k
     * @throws IllegalArgumentException if k is less than 1
     */
    public TopAccuracy(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("top accuracy: expected at least 1 place, found " + count);
        }
        this.count = count;
    }

    @Override
    public String name() {
        return "top " + count + " accuracy";
    }

    @Override
    public void add(Tensor outputs, IntTensor labels) {
        int classes = Shapes.requireRows(name(), outputs, labels);
        float[] scores = outputs.array();
        for (int row = 0; row < labels.size(); row++) {
            mean.add(isAmongHighest(scores, row * classes, classes, labels.get(row)));
        }
    }

    private boolean isAmongHighest(float[] scores, int offset, int classes, int label) {
        if (label < 0 || label >= classes) {
            return false;
        }
        int higher = 0;
        float own = scores[offset + label];
        for (int i = 0; i < classes; i++) {
            float score = scores[offset + i];
            if (Float.isNaN(score)) {
                return false;
            }
            if (score > own || score == own && i < label) {
                higher++;
            }
        }
        return higher < count;
    }

    @Override
    public double value() {
        return mean.value();
    }

    @Override
    public void reset() {
        mean.reset();
    }

    @Override
    public double[] sums() {
        return mean.sums();
    }

    @Override
    public void restore(double[] sums) {
        mean.restore(name(), sums);
    }
}
