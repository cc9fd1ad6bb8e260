package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * The share of examples whose highest score is that of their label. Where a score is NaN, none is the highest. Outputs
 * {@code [batch, classes]}, labels {@code [batch]}; or the share of each class {@code [batch, classes]}, of which the highest counts.
 */
public final class Accuracy implements Metric {

    private long correct;
    private long examples;

    /** Over no examples yet. */
    public Accuracy() {}

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public void add(Tensor outputs, IntTensor labels) {
        if (outputs.shape().rank() != 2 || outputs.dimension(0) != labels.size()) {
            throw new IllegalArgumentException("accuracy: expected outputs [batch, classes] for " + labels.size() + " labels, found "
                    + outputs.shape());
        }
        int classes = outputs.dimension(1);
        float[] scores = outputs.array();
        for (int row = 0; row < labels.size(); row++) {
            if (Highest.of(scores, row * classes, classes) == labels.get(row)) {
                correct++;
            }
        }
        examples += labels.size();
    }

    @Override
    public void add(Tensor outputs, Tensor values) {
        if (outputs.shape().rank() != 2 || !outputs.shape().equals(values.shape())) {
            throw new IllegalArgumentException("accuracy: expected outputs and shares of the classes of one shape [batch, classes], found "
                    + outputs.shape() + " and " + values.shape());
        }
        int classes = outputs.dimension(1);
        for (int row = 0; row < outputs.dimension(0); row++) {
            int found = Highest.of(outputs.array(), row * classes, classes);
            if (found >= 0 && found == Highest.of(values.array(), row * classes, classes)) {
                correct++;
            }
        }
        examples += outputs.dimension(0);
    }

    @Override
    public double value() {
        return (double) correct / examples;
    }

    @Override
    public void reset() {
        correct = 0;
        examples = 0;
    }

    @Override
    public double[] sums() {
        return new double[] {correct, examples};
    }

    @Override
    public void restore(double[] sums) {
        correct = (long) sums[0];
        examples = (long) sums[1];
    }
}
