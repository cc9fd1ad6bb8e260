package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;

/** How many numbers a weight connects to one output, or to one input. */
public enum Fan {
    /** Inputs of one output: keeps the variance of activations. */
    IN,
    /** Outputs of one input: keeps the variance of gradients. */
    OUT;

    /**
     * The fan of a weight {@code [out, in, …]}, whose further dimensions are those of a convolution's window.
     *
     * @throws IllegalArgumentException if the shape has fewer than two dimensions
     */
    public int of(Shape weight) {
        if (weight.rank() < 2) {
            throw new IllegalArgumentException("initializer: a weight needs at least two dimensions [out, in, …] to be initialized by "
                    + "its fan, found " + weight + "; use a constant, uniform or normal initializer");
        }
        return weight.dimension(this == IN ? 1 : 0) * weight.sizeBetween(2, weight.rank());
    }
}
