package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Approximations;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cross-entropy of each row by itself, with all that may weigh in it: H = −Σ tⱼ·ln softmax(x)ⱼ, computed as
 * Σ tⱼ·(m − xⱼ) + T·ln Σ e^(xⱼ − m) with the row's largest logit m and T = Σ tⱼ. dxⱼ = dH·(T·softmax(x)ⱼ − tⱼ).
 *
 * <p>{@link CrossEntropy} is the faster way to the plain mean.
 */
public final class CrossEntropies {

    private static final double NANOSECONDS = 1;

    private CrossEntropies() {}

    /**
     * For targets that are classes: logits [n, classes] and labels [n] → [n], with tⱼ = wⱼ·((1 − ε)·[j = label] + ε/classes).
     *
     * @param classWeights w, [classes], which gets no gradient; none stands for ones
     * @param ignored rows with this label give 0 and no gradient; it need not be a class
     * @param smoothing ε, from 0 to 1, spread over all classes (Szegedy et al., <i>Rethinking the Inception architecture</i>, CVPR 2016,
     *     section 7)
     * @throws IllegalArgumentException if the shapes do not fit, ε is outside of 0 to 1, or a label is neither ignored nor in 0 to
     *     classes − 1
     */
    public static Tensor labelCrossEntropies(
            Tensor logits, IntTensor labels, @Nullable Tensor classWeights, int ignored, float smoothing) {
        var op = Operation.begin("labelCrossEntropies");
        Labels.check(op, logits, labels, classWeights, ignored);
        op.require(smoothing >= 0 && smoothing <= 1, "expected a label smoothing from 0 to 1, found %s", smoothing);
        int rows = logits.dimension(0);
        int classes = logits.dimension(1);
        float[] weights = weights(classWeights, classes).array();
        float total = Kernels.active().sum(weights, 0, classes);
        float spread = smoothing / classes;
        float own = 1 - smoothing;

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
                if (label[row] == ignored) {
                    loss[row] = 0f;
                    continue;
                }
                float logarithm = Approximations.log(sum[row]);
                float weight = own * weights[label[row]];
                float y = weight * ((largest - in[start + label[row]]) + logarithm);
                if (spread > 0) {
                    y += spread * (total * logarithm - Kernels.active().centeredDot(in, start, largest, weights, 0, classes));
                }
                loss[row] = y;
            }
        });
        return op.differentiable(losses, wrt(logits, dy -> {
            Tensor dx = Workspace.tensor(exponentials.shape());
            float[] slopes = dx.array();
            float[] upstream = dy.array();
            Ranges.forEach(rows, Elementwise.NANOSECONDS * classes, (from, to) -> {
                for (int row = from; row < to; row++) {
                    int start = row * classes;
                    if (label[row] == ignored) {
                        Arrays.fill(slopes, start, start + classes, 0f);
                        continue;
                    }
                    float weight = own * weights[label[row]];
                    float factor = upstream[row] * (weight + spread * total) / sum[row];
                    float share = upstream[row] * spread;
                    for (int j = 0; j < classes; j++) {
                        slopes[start + j] = powers[start + j] * factor - share * weights[j];
                    }
                    slopes[start + label[row]] -= upstream[row] * weight;
                }
            });
            return dx;
        }));
    }

    /**
     * For targets that give each class its share: logits and targets [n, classes] → [n]. dtⱼ = −dH·ln softmax(x)ⱼ.
     *
     * @throws IllegalArgumentException if the shapes differ or are not [n, classes]
     */
    public static Tensor targetCrossEntropies(Tensor logits, Tensor targets) {
        var op = Operation.begin("targetCrossEntropies");
        op.require(logits.shape().rank() == 2, "expected logits [n, classes], found %s", logits.shape());
        op.require(logits.shape().equals(targets.shape()), "logits %s need targets of the same shape, found %s", logits.shape(),
                targets.shape());
        int rows = logits.dimension(0);
        int classes = logits.dimension(1);
        Tensor exponentials = Workspace.tensor(logits.shape()); // e^(x − m)
        Tensor sums = Workspace.tensor(Shape.of(rows)); // of each row of them
        Tensor largests = Workspace.tensor(Shape.of(rows)); // m
        Tensor totals = Workspace.tensor(Shape.of(rows)); // T
        Tensor losses = Workspace.tensor(Shape.of(rows));
        float[] in = logits.array();
        float[] target = targets.array();
        float[] powers = exponentials.array();
        float[] sum = sums.array();
        float[] largest = largests.array();
        float[] total = totals.array();
        float[] loss = losses.array();
        Ranges.forEach(rows, 2 * NANOSECONDS * classes, (from, to) -> {
            for (int row = from; row < to; row++) {
                int start = row * classes;
                largest[row] = Kernels.active().max(in, start, start + classes);
                sum[row] = Kernels.active().expAndSum(in, largest[row], powers, start, start + classes);
                total[row] = Kernels.active().sum(target, start, start + classes);
                loss[row] = total[row] * Approximations.log(sum[row])
                        - Kernels.active().centeredDot(in, start, largest[row], target, start, classes);
            }
        });
        return op.differentiable(losses,
                wrt(logits, dy -> logitsGradient(exponentials, sum, targets, total, dy.array())),
                wrt(targets, dy -> targetsGradient(logits, largest, sum, dy.array())));
    }

    private static Tensor logitsGradient(Tensor exponentials, float[] sum, Tensor targets, float[] total, float[] dy) {
        Tensor dx = Workspace.tensor(exponentials.shape());
        int classes = exponentials.dimension(1);
        float[] powers = exponentials.array();
        float[] target = targets.array();
        float[] slopes = dx.array();
        Ranges.forEach(exponentials.dimension(0), Elementwise.NANOSECONDS * classes, (from, to) -> {
            for (int row = from; row < to; row++) {
                float factor = total[row] / sum[row];
                for (int i = row * classes; i < (row + 1) * classes; i++) {
                    slopes[i] = dy[row] * (powers[i] * factor - target[i]);
                }
            }
        });
        return dx;
    }

    private static Tensor targetsGradient(Tensor logits, float[] largest, float[] sum, float[] dy) {
        Tensor dt = Workspace.tensor(logits.shape());
        int classes = logits.dimension(1);
        float[] in = logits.array();
        float[] slopes = dt.array();
        Ranges.forEach(logits.dimension(0), Elementwise.NANOSECONDS * classes, (from, to) -> {
            for (int row = from; row < to; row++) {
                float logarithm = Approximations.log(sum[row]);
                for (int i = row * classes; i < (row + 1) * classes; i++) {
                    slopes[i] = dy[row] * ((largest[row] - in[i]) + logarithm);
                }
            }
        });
        return dt;
    }

    /**
     * −w[label]·x[label] of each row of log-probabilities: [n, classes] and labels [n] → [n]. dxⱼ = −dy·wⱼ·[j = label].
     *
     * @param classWeights w, [classes], which gets no gradient; none stands for ones
     * @param ignored rows with this label give 0 and no gradient; it need not be a class
     * @throws IllegalArgumentException if the shapes do not fit, or a label is neither ignored nor in 0 to classes − 1
     */
    public static Tensor negativeLogLikelihoods(Tensor logProbabilities, IntTensor labels, @Nullable Tensor classWeights, int ignored) {
        var op = Operation.begin("negativeLogLikelihoods");
        Labels.check(op, logProbabilities, labels, classWeights, ignored);
        int rows = logProbabilities.dimension(0);
        int classes = logProbabilities.dimension(1);
        float[] weights = weights(classWeights, classes).array();
        Tensor losses = Workspace.tensor(Shape.of(rows));
        float[] in = logProbabilities.array();
        float[] loss = losses.array();
        int[] label = labels.array();
        for (int row = 0; row < rows; row++) {
            loss[row] = label[row] == ignored ? 0f : -weights[label[row]] * in[row * classes + label[row]];
        }
        return op.differentiable(losses, wrt(logProbabilities, dy -> {
            Tensor dx = Workspace.tensor(logProbabilities.shape());
            float[] slopes = dx.array();
            Arrays.fill(slopes, 0, dx.size(), 0f);
            for (int row = 0; row < rows; row++) {
                if (label[row] != ignored) {
                    slopes[row * classes + label[row]] = -dy.array()[row] * weights[label[row]];
                }
            }
            return dx;
        }));
    }

    private static Tensor weights(@Nullable Tensor classWeights, int classes) {
        if (classWeights != null) {
            return classWeights;
        }
        Tensor ones = Workspace.tensor(Shape.of(classes));
        Arrays.fill(ones.array(), 0, classes, 1f);
        return ones;
    }
}
