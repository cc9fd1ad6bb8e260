package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * The mean over the examples of −ln softmax(outputs)[label], in double precision; or its exponential, the perplexity: how many equally
 * likely answers a model hesitates between. Unlike the loss of a training it knows no weights and no smoothing.
 *
 * <p>Outputs {@code [batch, classes]} before softmax and labels {@code [batch]}, or {@code [batch, classes, …]} and {@code [batch, …]};
 * labels of −100 are left out, as in the cross-entropy.
 */
public final class LogLoss implements Metric {

    private static final int IGNORED = -100;

    private final boolean perplexity;
    private final RunningMean mean = new RunningMean();

    private LogLoss(boolean perplexity) {
        this.perplexity = perplexity;
    }

    /** The mean. */
    public static LogLoss mean() {
        return new LogLoss(false);
    }

    /** The exponential of the mean. */
    public static LogLoss perplexity() {
        return new LogLoss(true);
    }

    @Override
    public String name() {
        return perplexity ? "perplexity" : "log loss";
    }

    @Override
    public void add(Tensor outputs, IntTensor labels) {
        if (outputs.shape().rank() < 2 || !outputs.shape().without(1).equals(labels.shape())) {
            throw new IllegalArgumentException(name() + ": expected outputs [batch, classes] or [batch, classes, …] with a label for each row, "
                    + "found " + outputs.shape() + " and labels " + labels.shape());
        }
        int classes = outputs.dimension(1);
        int inner = outputs.shape().sizeBetween(2, outputs.shape().rank());
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.get(i);
            if (label != IGNORED) {
                if (label < 0 || label >= classes) {
                    throw new IllegalArgumentException(name() + ": label " + label + " in row " + i + " is out of range; " + classes
                            + " classes allow labels 0 to " + (classes - 1));
                }
                mean.add(loss(outputs.array(), i / inner * classes * inner + i % inner, inner, classes, label));
            }
        }
    }

    private static double loss(float[] scores, int start, int stride, int classes, int label) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < classes; j++) {
            largest = Math.max(largest, scores[start + j * stride]);
        }
        double powers = 0;
        for (int j = 0; j < classes; j++) {
            powers += StrictMath.exp(scores[start + j * stride] - largest);
        }
        return largest - scores[start + label * stride] + StrictMath.log(powers);
    }

    @Override
    public double value() {
        return perplexity ? StrictMath.exp(mean.value()) : mean.value();
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
