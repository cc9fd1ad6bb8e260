package dev.lanewise.layers;

import static dev.lanewise.op.Reshape.reshape;
import static dev.lanewise.op.Slice.slice;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The last step of sequences, {@code [batch, time, features] → [batch, features]}: between an {@link Lstm} in one direction and a {@link Linear}
 * layer. For padded sequences, or both directions, see {@link RecurrentClassifier}.
 */
public record LastStep() implements Layer {

    @Override
    public Tensor forward(Tensor x) {
        Shape shape = outputShape(x.shape());
        return reshape(slice(x, 1, x.dimension(1) - 1, x.dimension(1)), shape);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 3 || input.dimension(1) < 1) {
            throw new IllegalArgumentException("last step: expected sequences [batch, time, features] of at least one step, found " + input);
        }
        return input.without(1);
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return input != null && input.axis() == -1 ? input : null;
    }
}
