package dev.lanewise.layers;

import static dev.lanewise.op.GlobalPooling.globalMaxPool;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The largest value of each channel of each image or sequence, whatever its size: {@code [batch, channels, …] → [batch, channels]}, what a
 * {@link Linear} layer takes.
 */
public record GlobalMaxPool() implements GlobalPool {

    @Override
    public Tensor forward(Tensor x) {
        return globalMaxPool(x);
    }

    @Override
    public Shape outputShape(Shape input) {
        return GlobalPool.outputShape("global max pool", input);
    }
}
