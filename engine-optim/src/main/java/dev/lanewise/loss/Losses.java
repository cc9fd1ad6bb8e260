package dev.lanewise.loss;

import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.CrossEntropies;
import dev.lanewise.op.CrossEntropy;
import dev.lanewise.op.Divergence;
import dev.lanewise.op.Errors;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The usual losses, each the mean over a batch unless it is told otherwise. What more can be set of the cross-entropies is in {@link
 * CrossEntropyLoss} and {@link BinaryCrossEntropyLoss}. Those that compare values are given to a trainer as
 * {@code Loss.ofValues(Losses::meanSquaredError)}.
 */
public final class Losses {

    private Losses() {}

    /**
     * −ln of the probability that softmax gives to the right class. Takes the scores before softmax ("logits").
     *
     * @param logits {@code [batch, classes]}
     * @param labels {@code [batch]}, each at least 0 and below the number of classes
     */
    public static Tensor crossEntropy(Tensor logits, IntTensor labels) {
        return CrossEntropy.softmaxCrossEntropy(logits, labels);
    }

    /**
     * −Σ tⱼ·ln softmax(x)ⱼ for targets that give each class its share, as those of mixed or smoothed labels.
     *
     * @param logits {@code [batch, classes]}
     * @param shares {@code [batch, classes]}, whose rows usually sum up to 1
     */
    public static Tensor crossEntropy(Tensor logits, Tensor shares) {
        return CrossEntropyLoss.standard().of(logits, shares);
    }

    /** −(t·ln σ(x) + (1 − t)·ln(1 − σ(x))) for yes-or-no answers: scores before the sigmoid and targets from 0 to 1 of one shape. */
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
        return BinaryCrossEntropyLoss.standard().of(logits, targets);
    }

    /**
     * −w[label]·x[label] of log-probabilities, such as those of log-softmax; the mean is that over the weights of the labels.
     *
     * @param logProbabilities {@code [batch, classes]} or {@code [batch, classes, …]}
     * @param labels {@code [batch]} or {@code [batch, …]}; {@link CrossEntropyLoss#IGNORED} counts for nothing
     * @param classWeights w, {@code [classes]}; none stands for ones
     * @throws IllegalArgumentException if the shapes do not fit, or a label is neither a class nor ignored
     */
    public static Tensor negativeLogLikelihood(
            Tensor logProbabilities, IntTensor labels, @Nullable Tensor classWeights, Reduction reduction) {
        Tensor rows = CrossEntropyLoss.rows(logProbabilities);
        CrossEntropyLoss.requireLabelForEachRow(logProbabilities, labels);
        IntTensor flat = IntTensor.wrap(rows.shape().without(1), labels.array());
        Tensor losses = CrossEntropies.negativeLogLikelihoods(rows, flat, classWeights, CrossEntropyLoss.IGNORED);
        return CrossEntropyLoss.reduced(losses, labels, classWeights, CrossEntropyLoss.IGNORED, reduction);
    }

    /** The mean of −x[label] of log-probabilities {@code [batch, classes]}. */
    public static Tensor negativeLogLikelihood(Tensor logProbabilities, IntTensor labels) {
        return negativeLogLikelihood(logProbabilities, labels, null, Reduction.MEAN);
    }

    /** The mean of (x − t)²; the shapes must be equal. */
    public static Tensor meanSquaredError(Tensor outputs, Tensor targets) {
        return squaredError(outputs, targets, Reduction.MEAN);
    }

    /** (x − t)²; the shapes must be equal. */
    public static Tensor squaredError(Tensor outputs, Tensor targets, Reduction reduction) {
        return reduction.of(Errors.squaredErrors(outputs, targets));
    }

    /** The mean of |x − t|; the shapes must be equal. */
    public static Tensor meanAbsoluteError(Tensor outputs, Tensor targets) {
        return absoluteError(outputs, targets, Reduction.MEAN);
    }

    /** |x − t|; the shapes must be equal. */
    public static Tensor absoluteError(Tensor outputs, Tensor targets, Reduction reduction) {
        return reduction.of(Errors.absoluteErrors(outputs, targets));
    }

    /** {@linkplain #huber(Tensor, Tensor, float, Reduction) Huber's loss} with δ = 1, its mean. */
    public static Tensor huber(Tensor outputs, Tensor targets) {
        return huber(outputs, targets, 1f, Reduction.MEAN);
    }

    /** ½d² where |d| = |x − t| ≤ δ, δ·(|d| − ½δ) beyond; the shapes must be equal. */
    public static Tensor huber(Tensor outputs, Tensor targets, float delta, Reduction reduction) {
        return reduction.of(Errors.huberErrors(outputs, targets, delta));
    }

    /** {@linkplain #smoothL1(Tensor, Tensor, float, Reduction) Smooth L1} with β = 1, its mean. */
    public static Tensor smoothL1(Tensor outputs, Tensor targets) {
        return smoothL1(outputs, targets, 1f, Reduction.MEAN);
    }

    /** d²/(2β) where |d| = |x − t| &lt; β, |d| − ½β beyond: Huber's loss with δ = β divided by β, and |d| for β = 0. */
    public static Tensor smoothL1(Tensor outputs, Tensor targets, float beta, Reduction reduction) {
        return beta == 0
                ? absoluteError(outputs, targets, reduction)
                : Arithmetic.multiply(huber(outputs, targets, beta, reduction), 1 / beta);
    }

    /**
     * The terms p·(ln p − ln q) of the divergence of Kullback and Leibler. {@link Reduction#BATCH_MEAN} gives the mean divergence of the
     * examples; {@link Reduction#MEAN} divides by the number of classes too.
     *
     * @param logQ the model's log-probabilities, {@code [batch, …]}
     * @param p the target's probabilities, the same shape
     */
    public static Tensor klDivergence(Tensor logQ, Tensor p, Reduction reduction) {
        return reduction.of(Divergence.divergences(logQ, p));
    }

    /** {@link #klDivergence} for a target that is given by its logarithms too. */
    public static Tensor klDivergenceOfLogarithms(Tensor logQ, Tensor logP, Reduction reduction) {
        return reduction.of(Divergence.divergencesOfLogarithms(logQ, logP));
    }
}
