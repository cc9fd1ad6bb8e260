package dev.lanewise.loss;

import dev.lanewise.op.Reshape;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * How far a model's outputs are from what they should be: a tensor with one element. A loss is made for class labels
 * ({@code Losses::crossEntropy}), for floats ({@link #ofValues}), or for {@linkplain #ofBoth both}.
 */
@FunctionalInterface
public interface Loss {

    /** A loss whose targets are floats. */
    @FunctionalInterface
    interface OfValues {
        /** The mean loss of a batch. */
        Tensor of(Tensor outputs, Tensor values);
    }

    /** The mean loss of a batch whose examples belong to classes. */
    Tensor of(Tensor outputs, IntTensor labels);

    /**
     * The mean loss of a batch whose targets are floats: values to be approached, or a share of each class.
     *
     * @throws IllegalArgumentException if the loss is for class labels only
     */
    default Tensor of(Tensor outputs, Tensor values) {
        throw new IllegalArgumentException("loss: this one is for class labels, found float targets of shape " + values.shape()
                + "; use Loss.ofValues(…) for regression, or Loss.ofBoth(…) where examples are mixed");
    }

    /** A loss for float targets alone: {@code Loss.ofValues(Losses::meanSquaredError)}. */
    static Loss ofValues(OfValues loss) {
        return new Loss() {
            @Override
            public Tensor of(Tensor outputs, IntTensor labels) {
                throw new IllegalArgumentException("loss: this one is for float targets, found class labels of shape " + labels.shape()
                        + "; use a loss for classes, such as Losses::crossEntropy");
            }

            @Override
            public Tensor of(Tensor outputs, Tensor values) {
                return loss.of(outputs, values);
            }
        };
    }

    /** For class labels the one loss, for float targets the other: training on mixed examples, say, and validation on pure ones. */
    static Loss ofBoth(Loss labels, OfValues values) {
        return new Loss() {
            @Override
            public Tensor of(Tensor outputs, IntTensor classes) {
                return labels.of(outputs, classes);
            }

            @Override
            public Tensor of(Tensor outputs, Tensor targets) {
                return values.of(outputs, targets);
            }
        };
    }

    /**
     * For models that answer at each step of a sequence, such as language models: every step counts as an example of its own. The loss gets
     * outputs {@code [batch·steps, classes]} and labels {@code [batch·steps]}, made from {@code [batch, steps, classes]} and
     * {@code [batch, steps]}: {@code Loss.ofSteps(Losses::crossEntropy)}.
     */
    static Loss ofSteps(Loss loss) {
        return (outputs, labels) -> {
            if (outputs.shape().rank() < 3 || !outputs.shape().without(-1).equals(labels.shape())) {
                throw new IllegalArgumentException("loss: expected outputs [batch, steps, classes] with a label for each step, found "
                        + outputs.shape() + " and labels " + labels.shape());
            }
            return loss.of(Reshape.reshape(outputs, Shape.of(labels.size(), outputs.dimension(-1))),
                    IntTensor.wrap(Shape.of(labels.size()), labels.array()));
        };
    }
}
