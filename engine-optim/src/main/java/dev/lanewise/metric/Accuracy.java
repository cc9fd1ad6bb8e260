package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * The share of examples whose highest score is that of their label. Where a score is NaN, none is the highest. Outputs
 * {@code [batch, classes]}, labels {@code [batch]}; or the share of each class {@code [batch, classes]}, of which the highest counts.
 */
public final class Accuracy implements Metric {

    private final RunningMean mean = new RunningMean();

    /** Over no examples yet. */
    public Accuracy() {}

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public void add(Tensor outputs, IntTensor labels) {
        int classes = Shapes.requireRows(name(), outputs, labels);
        for (int row = 0; row < labels.size(); row++) {
            int found = Highest.of(outputs.array(), row * classes, classes);
            mean.add(found >= 0 && found == labels.get(row));
        }
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
            mean.add(found >= 0 && found == Highest.of(values.array(), row * classes, classes));
        }
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
