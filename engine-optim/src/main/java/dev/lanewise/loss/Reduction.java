package dev.lanewise.loss;

import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Reductions;
import dev.lanewise.tensor.Tensor;

/** What becomes of the losses of single elements or rows. */
public enum Reduction {

    /** Their mean: one element. */
    MEAN,

    /** Their sum: one element. */
    SUM,

    /** Their sum divided by the first dimension, the number of examples: one element. */
    BATCH_MEAN,

    /** They stay as they are. */
    NONE;

    /**
     * The losses, reduced.
     *
     * @throws IllegalArgumentException if the mean over a batch is asked for and there are no dimensions, or if the mean is asked for and
     *     there are no losses
     */
    public Tensor of(Tensor losses) {
        if ((this == MEAN || this == BATCH_MEAN) && losses.size() == 0) {
            throw new IllegalArgumentException("loss: expected at least one element for the mean, found shape " + losses.shape()
                    + "; leave empty batches out, or take the sum");
        }
        return switch (this) {
            case MEAN -> Reductions.mean(losses);
            case SUM -> Reductions.sum(losses);
            case BATCH_MEAN -> Arithmetic.multiply(Reductions.sum(losses), 1f / examples(losses));
            case NONE -> losses;
        };
    }

    private static int examples(Tensor losses) {
        if (losses.shape().rank() == 0) {
            throw new IllegalArgumentException("loss: expected [batch, …] for the mean over a batch, found a tensor without dimensions; "
                    + "take the mean or the sum");
        }
        return losses.dimension(0);
    }
}
