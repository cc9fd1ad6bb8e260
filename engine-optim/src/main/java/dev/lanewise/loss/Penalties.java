package dev.lanewise.loss;

import dev.lanewise.op.Arithmetic;
import dev.lanewise.op.Penalty;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is added to a loss so that weights stay small.
 *
 * <pre>{@code
 * Loss loss = Penalties.added(Losses::crossEntropy, () -> Penalties.l1(1e-4f, first.weight(), second.weight()));
 * }</pre>
 *
 * <p>The weight decay of an optimizer does the same as {@link #l2}, without a pass of its own over the weights.
 */
public final class Penalties {

    private Penalties() {}

    /**
     * λ·Σ |w| over all of these tensors: drives weights to zero (Tibshirani, <i>Regression shrinkage and selection via the lasso</i>, 1996).
     *
     * @throws IllegalArgumentException if no tensor is given, or λ is negative or not finite
     */
    public static Tensor l1(float strength, Tensor... weights) {
        return sum("l1", strength, Penalty::absoluteSum, weights);
    }

    /**
     * ½λ·Σ w² over all of these tensors, whose gradient is λw.
     *
     * @throws IllegalArgumentException if no tensor is given, or λ is negative or not finite
     */
    public static Tensor l2(float strength, Tensor... weights) {
        return sum("l2", strength / 2, Penalty::squaredSum, weights);
    }

    private static Tensor sum(String name, float factor, Function<Tensor, Tensor> size, Tensor... weights) {
        if (weights.length == 0 || !(factor >= 0) || Float.isInfinite(factor)) {
            throw new IllegalArgumentException("penalty " + name + ": expected at least one tensor and a finite strength of at least 0, found "
                    + weights.length + " tensors and the factor " + factor);
        }
        Tensor total = size.apply(weights[0]);
        for (int i = 1; i < weights.length; i++) {
            total = Arithmetic.add(total, size.apply(weights[i]));
        }
        return Arithmetic.multiply(total, factor);
    }

    /** A loss to which the penalty is added each time, in training and in validation. */
    public static Loss added(Loss loss, Supplier<Tensor> penalty) {
        return new Loss() {
            @Override
            public Tensor of(Tensor outputs, IntTensor labels) {
                return Arithmetic.add(loss.of(outputs, labels), penalty.get());
            }

            @Override
            public Tensor of(Tensor outputs, Tensor values) {
                return Arithmetic.add(loss.of(outputs, values), penalty.get());
            }
        };
    }
}
