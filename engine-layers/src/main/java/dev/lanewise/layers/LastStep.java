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
        requireSteps(x.shape());
        return of(x);
    }

    /** The last step of sequences of at least one. */
    static Tensor of(Tensor x) {
        int steps = x.dimension(1);
        return reshape(slice(x, 1, steps - 1, steps), x.shape().without(1));            // [batch, 1, features] without the 1
    }

    @Override
    public Shape outputShape(Shape input) {
        requireSteps(input);
        return input.without(1);
    }

    private static void requireSteps(Shape input) {
        if (input.rank() != 3 || input.dimension(1) < 1) {
            throw new IllegalArgumentException("last step: expected sequences [batch, time, features] of at least one step, found " + input);
        }
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return input != null && input.axis() == -1 ? input : null;
    }
}
