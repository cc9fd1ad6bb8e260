package dev.lanewise.metric;

import dev.lanewise.tensor.Tensor;

/**
 * The coefficient of determination, R² = 1 − Σ(y − t)²/Σ(t − mean of t)²: 1 for perfect outputs, 0 for those that are no better than the
 * mean. Of several outputs for each example, the mean of their R². NaN if targets do not vary.
 *
 * <p>Outputs and targets of one shape {@code [batch, …]}. The variance is that of Welford's method, joined by Chan's formula, in which large
 * means cancel nothing (Chan, Golub and LeVeque, <i>Updating formulae and a pairwise algorithm for computing sample variances</i>, 1979).
 */
public final class RSquared implements Metric {

    private static final int FIGURES = 3; // of each output: the mean of its targets, Σ(t − mean)², Σ(y − t)²

    private long examples;
    private double[] figures = new double[0];

    /** Over no examples yet. */
    public RSquared() {}

    @Override
    public String name() {
        return "r squared";
    }

    @Override
    public void add(Tensor outputs, Tensor values) {
        Shapes.requireEqual(name(), outputs, values);
        int width = outputs.shape().sizeBetween(1, outputs.shape().rank());
        requireWidth(width);
        float[] y = outputs.array();
        float[] t = values.array();
        for (int row = 0; row < outputs.dimension(0); row++) {
            examples++;
            for (int j = 0; j < width; j++) {
                double target = t[row * width + j];
                double error = y[row * width + j] - target;
                double before = target - figures[FIGURES * j];
                figures[FIGURES * j] += before / examples;
                figures[FIGURES * j + 1] += before * (target - figures[FIGURES * j]);
                figures[FIGURES * j + 2] += error * error;
            }
        }
    }

    private void requireWidth(int width) {
        if (examples == 0) {
            figures = new double[FIGURES * width];
        } else if (figures.length != FIGURES * width) {
            throw new IllegalArgumentException("r squared: expected " + figures.length / FIGURES + " outputs for each example as before, found "
                    + width);
        }
    }

    @Override
    public double value() {
        double sum = 0;
        for (int j = 0; j < figures.length; j += FIGURES) {
            sum += figures[j + 1] == 0 ? Double.NaN : 1 - figures[j + 2] / figures[j + 1];
        }
        int outputs = figures.length / FIGURES;
        return sum / outputs;
    }

    @Override
    public void reset() {
        examples = 0;
        figures = new double[0];
    }

    @Override
    public double[] sums() {
        double[] sums = new double[figures.length + 1];
        sums[0] = examples;
        System.arraycopy(figures, 0, sums, 1, figures.length);
        return sums;
    }

    @Override
    public void restore(double[] sums) {
        if (sums.length % FIGURES != 1) {
            throw new IllegalArgumentException("r squared: expected a count and " + FIGURES + " saved sums for each output, found " + sums.length);
        }
        examples = SavedSums.count(name(), sums[0]);
        figures = new double[sums.length - 1];
        System.arraycopy(sums, 1, figures, 0, figures.length);
    }

    @Override
    public void merge(Metric other) {
        if (!(other instanceof RSquared more)) {
            throw new IllegalArgumentException("r squared: expected another one to merge with, found " + other.name());
        }
        if (more.examples == 0) {
            return;
        }
        requireWidth(more.figures.length / FIGURES);
        double all = examples + more.examples;
        for (int j = 0; j < figures.length; j += FIGURES) {
            double difference = more.figures[j] - figures[j];
            figures[j] += difference * more.examples / all;
            figures[j + 1] += more.figures[j + 1] + difference * difference * examples * more.examples / all;
            figures[j + 2] += more.figures[j + 2];
        }
        examples += more.examples;
    }
}
