package dev.lanewise.layers;

import dev.lanewise.op.FusedActivation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** The two linear layers of a transformer's layer, which work on each step by itself, with an activation and dropout between them. */
final class FeedForward {

    private FeedForward() {}

    static Tensor of(Tensor x, Linear first, Layer activation, Dropout dropout, Linear second) {
        Tensor hidden = activation instanceof Relu
                ? first.forward(x, FusedActivation.RELU)
                : activation.forward(first.forward(x));
        return second.forward(dropout.forward(hidden));
    }

    static void check(String layer, int width, Linear first, Linear second) {
        Shape up = first.weight().shape();
        Shape down = second.weight().shape();
        if (up.dimension(1) != width || down.dimension(0) != width || down.dimension(1) != up.dimension(0)) {
            throw new IllegalArgumentException(layer + ": expected linear layers [features, width=" + width + "] and [width, features], found "
                    + up + " and " + down);
        }
    }

    static long flops(Shape input, Linear first) {
        return 4L * input.size() * first.weight().dimension(0);
    }
}
