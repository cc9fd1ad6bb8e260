package dev.lanewise.layers;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** What a weight {@code [out, …]} demands of the bias beside it. */
final class BiasCheck {

    private BiasCheck() {}

    /** Complains unless there is no bias, or one of shape {@code [out]}. */
    static void check(String layer, Parameter weight, @Nullable Parameter bias) {
        Shape expected = Shape.of(weight.dimension(0));
        if (bias != null && !bias.shape().equals(expected)) {
            throw new IllegalArgumentException(layer + ": expected a bias of shape " + expected + " for the weight " + weight.shape()
                    + ", found " + bias.shape() + "; give it one value for each output");
        }
    }
}
