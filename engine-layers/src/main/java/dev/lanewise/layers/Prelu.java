package dev.lanewise.layers;

import static dev.lanewise.op.LeakyRelu.prelu;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * A {@link LeakyRelu} that learns its slope, one for all or one for each channel of {@code [batch, channels, …]}.
 *
 * <p>Source: He, Zhang, Ren and Sun, <i>Delving deep into rectifiers</i>, ICCV 2015.
 *
 * @param weight the slopes below zero, {@code [1]} or {@code [channels]}
 */
public record Prelu(Parameter weight) implements KeepsShape {

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if the weight is no vector
     */
    public Prelu {
        if (weight.shape().rank() != 1 || weight.size() == 0) {
            throw new IllegalArgumentException("prelu: expected a weight of shape [1] or [channels], found " + weight.shape());
        }
    }

    /** One slope for everything, 0.25 at first. */
    public static Prelu of() {
        return of(1);
    }

    /** A slope for each channel, 0.25 at first. */
    public static Prelu of(int channels) {
        return new Prelu(Parameter.of(Initializers.filled(Shape.of(channels), 0.25f)));
    }

    @Override
    public Tensor forward(Tensor x) {
        return prelu(x, weight);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (weight.size() > 1 && (input.rank() < 2 || input.dimension(1) != weight.size())) {
            throw new IllegalArgumentException("prelu: expected [batch, channels, …] with " + weight.size() + " channels, found " + input
                    + "; give it as many slopes as channels, or one for all");
        }
        return input;
    }
}
