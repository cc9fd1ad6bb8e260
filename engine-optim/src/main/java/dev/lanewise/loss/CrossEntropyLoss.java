package dev.lanewise.loss;

import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.CrossEntropies;
import dev.lanewise.op.CrossEntropy;
import dev.lanewise.op.Reductions;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Transpose;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The cross-entropy between the softmax of a model's scores and the right classes, or the right share of each class:
 *
 * <pre>
 * labels: Hₙ = −Σⱼ wⱼ·((1 − ε)·[j = labelₙ] + ε/classes)·ln softmax(x)ₙⱼ      mean: Σ Hₙ / Σ w[labelₙ]
 * shares: Hₙ = −Σⱼ wⱼ·((1 − ε)·tₙⱼ + ε/classes)·ln softmax(x)ₙⱼ               mean: Σ Hₙ / examples
 * </pre>
 *
 * <p>All as PyTorch's. Logits are {@code [batch, classes]} with labels {@code [batch]}, or {@code [batch, classes, …]} with labels
 * {@code [batch, …]}, one for each pixel say; shares have the shape of the logits.
 *
 * <pre>{@code
 * var loss = CrossEntropyLoss.standard().smoothing(0.1f).ignoring(0);
 * }</pre>
 *
 * @param classWeights w, {@code [classes]}: how much each class counts; none stands for ones
 * @param ignored examples with this label count for nothing; −100 if not said, as in PyTorch
 * @param smoothing ε, from 0 to 1
 * @param reduction what becomes of the losses; {@link Reduction#BATCH_MEAN} counts ignored examples too
 */
public record CrossEntropyLoss(@Nullable Tensor classWeights, int ignored, float smoothing, Reduction reduction) implements Loss {

    /** The label of examples that count for nothing, if no other is named. */
    public static final int IGNORED = -100;

    /**
     * Checks the smoothing.
     *
     * @throws IllegalArgumentException if it is outside of 0 to 1
     */
    public CrossEntropyLoss {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException("cross-entropy: expected a label smoothing from 0 to 1, found " + smoothing);
        }
    }

    /** The mean over all examples, all classes alike. */
    public static CrossEntropyLoss standard() {
        return new CrossEntropyLoss(null, IGNORED, 0f, Reduction.MEAN);
    }

    /** This loss, with so much weight for each class. */
    public CrossEntropyLoss classWeights(float... weights) {
        return new CrossEntropyLoss(Tensor.of(weights), ignored, smoothing, reduction);
    }

    /** This loss, where examples with this label count for nothing. */
    public CrossEntropyLoss ignoring(int label) {
        return new CrossEntropyLoss(classWeights, label, smoothing, reduction);
    }

    /** This loss with a part ε of the target spread over all classes, often 0.1. */
    public CrossEntropyLoss smoothing(float share) {
        return new CrossEntropyLoss(classWeights, ignored, share, reduction);
    }

    /** This loss with another reduction. */
    public CrossEntropyLoss reduction(Reduction other) {
        return new CrossEntropyLoss(classWeights, ignored, smoothing, other);
    }

    /**
     * For classes.
     *
     * @throws IllegalArgumentException if the shapes do not fit, a label is neither a class nor ignored, or the mean is asked for and all
     *     labels are ignored
     */
    @Override
    public Tensor of(Tensor outputs, IntTensor labels) {
        Tensor logits = rows(outputs);
        IntTensor flat = labels.shape().rank() == 1 ? labels : IntTensor.wrap(Shape.of(labels.size()), labels.array());
        requireLabelForEachRow(outputs, labels);
        if (reduction == Reduction.MEAN && classWeights == null && smoothing == 0 && !contains(flat, ignored)) {
            return CrossEntropy.softmaxCrossEntropy(logits, flat);
        }
        Tensor losses = CrossEntropies.labelCrossEntropies(logits, flat, classWeights, ignored, smoothing);
        return reduced(losses, labels, classWeights, ignored, reduction);
    }

    /**
     * For a share of each class.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    @Override
    public Tensor of(Tensor outputs, Tensor shares) {
        Tensor targets = rows(shares);
        if (smoothing > 0) {
            targets = Arithmetic.add(Arithmetic.multiply(targets, 1 - smoothing), smoothing / targets.dimension(1));
        }
        if (classWeights != null) {
            targets = Arithmetic.multiply(targets, classWeights);
        }
        Tensor losses = CrossEntropies.targetCrossEntropies(rows(outputs), targets);
        return reduction == Reduction.NONE ? Reshape.reshape(losses, outputs.shape().without(1)) : reduction.of(losses);
    }

    /** [batch, classes, …] → [rows, classes]. */
    static Tensor rows(Tensor logits) {
        int rank = logits.shape().rank();
        if (rank < 2) {
            throw new IllegalArgumentException("cross-entropy: expected logits [batch, classes] or [batch, classes, …], found "
                    + logits.shape());
        }
        if (rank == 2) {
            return logits;
        }
        int[] axes = new int[rank]; // the classes go to the end
        for (int axis = 1; axis < rank - 1; axis++) {
            axes[axis] = axis + 1;
        }
        axes[rank - 1] = 1;
        int classes = logits.dimension(1);
        return Reshape.reshape(Transpose.permute(logits, axes), Shape.of(logits.size() / Math.max(1, classes), classes));
    }

    static void requireLabelForEachRow(Tensor logits, IntTensor labels) {
        if (!labels.shape().equals(logits.shape().without(1))) {
            throw new IllegalArgumentException("cross-entropy: logits " + logits.shape() + " need labels "
                    + logits.shape().without(1) + ", found " + labels.shape());
        }
    }

    /** The mean is that over the weights of the classes that occur. */
    static Tensor reduced(Tensor losses, IntTensor labels, @Nullable Tensor classWeights, int ignored, Reduction reduction) {
        if (reduction == Reduction.NONE) {
            return Reshape.reshape(losses, labels.shape());
        }
        if (reduction != Reduction.MEAN) {
            return reduction.of(reduction == Reduction.SUM ? losses : Reshape.reshape(losses, labels.shape()));
        }
        double weight = 0;
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.get(i);
            weight += label == ignored ? 0 : classWeights == null ? 1 : classWeights.array()[label];
        }
        if (weight == 0) {
            throw new IllegalArgumentException("cross-entropy: there is no mean, because all " + labels.size() + " labels are ignored ("
                    + ignored + ") or weigh nothing; leave such batches out, or take the sum");
        }
        return Arithmetic.multiply(Reductions.sum(losses), (float) (1 / weight));
    }

    private static boolean contains(IntTensor labels, int label) {
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i) == label) {
                return true;
            }
        }
        return false;
    }
}
