package dev.lanewise.layers;

import static dev.lanewise.op.MatrixMultiplication.matmul;
import static dev.lanewise.op.Reshape.reshape;

import dev.lanewise.op.Tanh;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A sequence to one vector, the mean of its steps weighed by what is learned to be important: y = Σₜ softmaxₜ(s(xₜ))·xₜ:
 * {@code [batch, steps, features] → [batch, features]}. The score is s(x) = tanh(w·x + b), as in Keras models, or v·tanh(W·x + b).
 *
 * <p>Source: Yang, Yang, Dyer, He, Smola and Hovy, <i>Hierarchical attention networks for document classification</i>, NAACL 2016.
 *
 * @param hidden w and b, {@code [1, features]}, or W and b, {@code [units, features]}
 * @param score v, {@code [1, units]}, or none if there is one unit
 */
public record AttentionPooling(Linear hidden, @Nullable Linear score) implements Layer {

    /**
     * Checks that there is one score in the end.
     *
     * @throws IllegalArgumentException if there is not
     */
    public AttentionPooling {
        int units = hidden.weight().dimension(0);
        if (score == null ? units != 1 : !score.weight().shape().equals(Shape.of(1, units))) {
            throw new IllegalArgumentException("attention pooling: expected weights [1, features], or [units, features] and [1, units], found "
                    + hidden.weight().shape() + " and " + (score == null ? "none" : score.weight().shape()));
        }
    }

    /** With the score tanh(w·x + b). */
    public static AttentionPooling of(int features, RandomGenerator random) {
        return new AttentionPooling(Linear.of(features, 1, random), null);
    }

    /** With the score v·tanh(W·x + b) of so many units. */
    public static AttentionPooling of(int features, int units, RandomGenerator random) {
        return new AttentionPooling(Linear.of(features, units, random), Linear.of(units, 1, random).withoutBias());
    }

    /** All steps count. */
    @Override
    public Tensor forward(Tensor x) {
        return forward(x, null);
    }

    /**
     * The first steps of each sequence count, the others are padding that changes nothing; a sequence of padding alone gives zeros.
     *
     * @param lengths {@code [batch]}; none for all steps
     * @throws IllegalArgumentException if the shapes do not fit, or a length is not in 0 to the number of steps
     */
    public Tensor forward(Tensor x, @Nullable IntTensor lengths) {
        Tensor weights = weights(x, lengths);
        Shape shape = x.shape();
        return reshape(matmul(reshape(weights, Shape.of(shape.dimension(0), 1, shape.dimension(1))), x), shape.without(1));
    }

    /** How much each step counts: {@code [batch, steps]}, rows that sum up to 1. */
    public Tensor weights(Tensor x, @Nullable IntTensor lengths) {
        Steps.check("attention pooling", "sequences", x.shape(), hidden.weight().dimension(1));
        Tensor activated = Tanh.tanh(hidden.forward(x));
        Tensor scores = score == null ? activated : score.forward(activated);           // [batch, steps, 1]
        return StepWeights.of(reshape(scores, x.shape().without(2)), lengths);
    }

    @Override
    public Shape outputShape(Shape input) {
        Steps.check("attention pooling", "sequences", input, hidden.weight().dimension(1));
        return input.without(1);
    }

    @Override
    public long flops(Shape input) {
        int units = hidden.weight().dimension(0);
        return 2L * input.size() * (units + 1) + (score == null ? 0 : 2L * input.dimension(0) * input.dimension(1) * units);
    }

    @Override
    public Features expects() {
        return Features.innermost(hidden.weight().dimension(1));
    }

    @Override
    public Features provides(@Nullable Features input) {
        return expects();
    }
}
