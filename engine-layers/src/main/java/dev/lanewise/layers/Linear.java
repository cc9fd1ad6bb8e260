package dev.lanewise.layers;

import static dev.lanewise.op.Linear.linear;

import dev.lanewise.op.FusedActivation;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * y = x·Wᵀ + b: {@code [batch, …, in] → [batch, …, out]}.
 *
 * @param weight W, {@code [out, in]}
 * @param bias b, {@code [out]}, or none
 */
public record Linear(Parameter weight, @Nullable Parameter bias) implements FusesActivation {

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if the weight is no matrix, or the bias does not fit it
     */
    public Linear {
        if (weight.shape().rank() != 2) {
            throw new IllegalArgumentException("linear: expected a weight of shape [out, in], found " + weight.shape()
                    + "; give it two dimensions");
        }
        BiasCheck.check("linear", weight, bias);
    }

    /** With weights and biases from U(±1/√in), as PyTorch's. */
    public static Linear of(int in, int out, RandomGenerator random) {
        Initializer standard = Initializers.standard(in);
        return new Linear(standard.parameter(Shape.of(out, in), random), standard.parameter(Shape.of(out), random));
    }

    /** With weights from an initializer, and biases of 0. */
    public static Linear of(int in, int out, Initializer initializer, RandomGenerator random) {
        return new Linear(initializer.parameter(Shape.of(out, in), random), Initializers.zeros().parameter(Shape.of(out), random));
    }

    /** This layer without its bias. */
    public Linear withoutBias() {
        return new Linear(weight, null);
    }

    @Override
    public Tensor forward(Tensor x, FusedActivation activation) {
        return linear(x, weight, bias, activation);
    }

    @Override
    public Shape outputShape(Shape input) {
        int in = weight.dimension(1);
        if (input.rank() == 0 || input.dimension(-1) != in) {
            throw new IllegalArgumentException("linear: input " + input + " has " + (input.rank() == 0 ? 0 : input.dimension(-1))
                    + " features, weight expects " + in + " ([out=" + weight.dimension(0) + ", in=" + in
                    + "]); did the image size change?");
        }
        return input.with(-1, weight.dimension(0));
    }

    @Override
    public long flops(Shape input) {
        return 2L * input.size() * weight.dimension(0);
    }

    @Override
    public Features expects() {
        return Features.innermost(weight.dimension(1));
    }

    @Override
    public Features provides(@Nullable Features input) {
        return Features.innermost(weight.dimension(0));
    }
}
