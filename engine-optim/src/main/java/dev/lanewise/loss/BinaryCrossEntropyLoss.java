package dev.lanewise.loss;

import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.BinaryCrossEntropy;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The cross-entropy of yes-or-no answers, given as scores before the sigmoid ("logits"): −w·(p·t·ln σ(x) + (1 − t)·ln(1 − σ(x))), as
 * PyTorch's {@code BCEWithLogitsLoss}. Outputs and float targets have one shape; as class labels, 0 stands for no and 1 for yes,
 * {@code [batch]} for outputs {@code [batch]} or {@code [batch, 1]}.
 *
 * @param weights w, a shape that stretches to that of the outputs: how much each answer counts; none stands for ones
 * @param positiveWeights p, a shape that stretches to that of the outputs: how much a yes counts against a no; none stands for ones
 * @param reduction what becomes of the losses
 */
public record BinaryCrossEntropyLoss(@Nullable Tensor weights, @Nullable Tensor positiveWeights, Reduction reduction) implements Loss {

    /** The mean over all answers, all of them alike. */
    public static BinaryCrossEntropyLoss standard() {
        return new BinaryCrossEntropyLoss(null, null, Reduction.MEAN);
    }

    /** This loss, with so much weight for each answer. */
    public BinaryCrossEntropyLoss weights(float... perAnswer) {
        return new BinaryCrossEntropyLoss(Tensor.of(perAnswer), positiveWeights, reduction);
    }

    /** This loss, where a yes counts so much more than a no: for a rare yes, say the number of noes for each. */
    public BinaryCrossEntropyLoss positiveWeights(float... perAnswer) {
        return new BinaryCrossEntropyLoss(weights, Tensor.of(perAnswer), reduction);
    }

    /** This loss with another reduction. */
    public BinaryCrossEntropyLoss reduction(Reduction other) {
        return new BinaryCrossEntropyLoss(weights, positiveWeights, other);
    }

    /**
     * For labels 0 and 1.
     *
     * @throws IllegalArgumentException if a label is another number, or there is not one output for each
     */
    @Override
    public Tensor of(Tensor outputs, IntTensor labels) {
        if (outputs.size() != labels.size()) {
            throw new IllegalArgumentException("binary cross-entropy: expected one output for each of " + labels.size()
                    + " labels, found outputs " + outputs.shape() + "; for more than two classes use cross-entropy");
        }
        Tensor targets = Tensor.zeros(outputs.shape());
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.get(i);
            if (label != 0 && label != 1) {
                throw new IllegalArgumentException("binary cross-entropy: expected labels 0 and 1, found " + label + " in row " + i
                        + "; for more than two classes use cross-entropy");
            }
            targets.array()[i] = label;
        }
        return of(outputs, targets);
    }

    /**
     * For a target from 0 (no) to 1 (yes) for each output.
     *
     * @throws IllegalArgumentException if the shapes do not fit
     */
    @Override
    public Tensor of(Tensor outputs, Tensor targets) {
        Tensor losses = BinaryCrossEntropy.binaryCrossEntropies(outputs, targets, positiveWeights);
        return reduction.of(weights == null ? losses : Arithmetic.multiply(losses, weights));
    }
}
