package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Elementwise.scaled;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The loss of a classifier. */
public final class CrossEntropy {

    private static final double NANOSECONDS = 1;

    private CrossEntropy() {}

    /**
     * The mean over the rows of −ln softmax(logits)[label]: [n, classes] and labels [n] → [], computed as
     * (m − x[label]) + ln Σ e^(xⱼ − m) with the row's largest logit m. dx = dy·(softmax(x) − [j = label])/n.
     *
     * @throws IllegalArgumentException if the shapes do not fit, there is no row, or a label is not in 0 to classes − 1
     */
    public static Tensor softmaxCrossEntropy(Tensor logits, IntTensor labels) {
        var op = Operation.begin("softmaxCrossEntropy");
        op.require(logits.shape().rank() == 2, "expected logits [n, classes], found %s", logits.shape());
        int rows = logits.dimension(0);
        int classes = logits.dimension(1);
        op.require(rows > 0, "expected at least one row, found logits %s", logits.shape());
        op.require(labels.shape().rank() == 1 && labels.size() == rows, "logits %s need labels [%d], found %s", logits.shape(), rows,
                labels.shape());
        requireLabels(op, labels, classes);

        Tensor exponentials = Workspace.tensor(logits.shape()); // e^(x − m)
        Tensor sums = Workspace.tensor(Shape.of(rows)); // of each row of them
        Tensor losses = Workspace.tensor(Shape.of(rows));
        float[] in = logits.array();
        float[] powers = exponentials.array();
        float[] sum = sums.array();
        float[] loss = losses.array();
        int[] label = labels.array();
        Ranges.forEach(rows, NANOSECONDS * classes, (from, to) -> {
            for (int row = from; row < to; row++) {
                int start = row * classes;
                float largest = Kernels.active().max(in, start, start + classes);
                sum[row] = Kernels.active().expAndSum(in, largest, powers, start, start + classes);
                loss[row] = (largest - in[start + label[row]]) + Approximations.log(sum[row]);
            }
        });
        Tensor mean = scaled(Reductions.total(losses), 1f / rows);
        return op.differentiable(mean, wrt(logits, dy -> gradient(exponentials, sums, labels, dy.item() / rows)));
    }

    private static void requireLabels(Operation op, IntTensor labels, int classes) {
        for (int row = 0; row < labels.size(); row++) {
            Labels.check(op, labels.get(row), row, classes);
        }
    }

    private static Tensor gradient(Tensor exponentials, Tensor sums, IntTensor labels, float weight) {
        Tensor dx = Workspace.tensor(exponentials.shape());
        int classes = exponentials.dimension(1);
        float[] powers = exponentials.array();
        float[] sum = sums.array();
        float[] in = dx.array();
        int[] label = labels.array();
        Ranges.forEach(labels.size(), Elementwise.NANOSECONDS * classes, (from, to) -> {
            for (int row = from; row < to; row++) {
                float factor = weight / sum[row];
                int start = row * classes;
                for (int i = start; i < start + classes; i++) {
                    in[i] = powers[i] * factor;
                }
                in[start + label[row]] -= weight;
            }
        });
        return dx;
    }
}
