package dev.lanewise.layers;

import static dev.lanewise.op.GlobalPooling.globalAveragePool;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The mean of each channel of each image or sequence, whatever its size: {@code [batch, channels, …] → [batch, channels]}, what a
 * {@link Linear} layer takes.
 */
public record GlobalAveragePool() implements GlobalPool {

    @Override
    public Tensor forward(Tensor x) {
        return globalAveragePool(x);
    }

    @Override
    public Shape outputShape(Shape input) {
        return GlobalPool.outputShape("global average pool", input);
    }
}
