package dev.lanewise.metric;

import dev.lanewise.tensor.Tensor;

/** The mean of the squared or absolute differences of outputs and targets, which have one shape, over all their elements. */
public final class MeanError implements Metric {

    private final boolean squared;
    private final RunningMean mean = new RunningMean();

    private MeanError(boolean squared) {
        this.squared = squared;
    }

    /** The mean of (y − t)². */
    public static MeanError squared() {
        return new MeanError(true);
    }

    /** The mean of |y − t|. */
    public static MeanError absolute() {
        return new MeanError(false);
    }

    @Override
    public String name() {
        return squared ? "mean squared error" : "mean absolute error";
    }

    @Override
    public void add(Tensor outputs, Tensor values) {
        Shapes.requireEqual(name(), outputs, values);
        for (int i = 0; i < outputs.size(); i++) {
            double error = (double) outputs.array()[i] - values.array()[i];
            mean.add(squared ? error * error : Math.abs(error));
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
