package dev.lanewise.layers;

import static dev.lanewise.op.GlobalPooling.globalAveragePool;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The mean of each channel of each image or sequence, whatever its size: {@code [batch, channels, …] → [batch, channels]}, what a
 * {@link Linear} layer takes.
 */
public record GlobalAveragePool() implements Layer {

    @Override
    public Tensor forward(Tensor x) {
        return globalAveragePool(x);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 3) {
            throw new IllegalArgumentException("global average pool: expected [batch, channels, …], found " + input
                    + (input.rank() == 2 ? "; did you leave out the batch?" : ""));
        }
        Images.checkPixels("global average pool", input);
        return Shape.of(input.dimension(0), input.dimension(1));
    }

    @Override
    public long flops(Shape input) {
        return input.size();
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return input != null && input.axis() == 1 && !input.multiple() ? Features.innermost(input.count()) : null;
    }
}
