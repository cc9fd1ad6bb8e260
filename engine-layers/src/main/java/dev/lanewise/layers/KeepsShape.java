package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** A layer whose output has the shape of its input, and that takes inputs of any shape. */
public interface KeepsShape extends Layer {

    @Override
    default Shape outputShape(Shape input) {
        return input;
    }

    @Override
    default long flops(Shape input) {
        return input.size();
    }

    @Override
    default @Nullable Features provides(@Nullable Features input) {
        return input;
    }
}
