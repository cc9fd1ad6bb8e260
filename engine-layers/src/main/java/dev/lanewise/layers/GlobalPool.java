package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Pooling of each channel to one number: {@code [batch, channels, …] → [batch, channels]}. */
interface GlobalPool extends Layer {

    @Override
    default long flops(Shape input) {
        return input.size();
    }

    @Override
    default @Nullable Features provides(@Nullable Features input) {
        return input != null && input.axis() == 1 && !input.multiple() ? Features.innermost(input.count()) : null;
    }

    /** Complains unless there are channels of at least one pixel. */
    static Shape outputShape(String layer, Shape input) {
        if (input.rank() < 3) {
            throw new IllegalArgumentException(layer + ": expected [batch, channels, …], found " + input
                    + (input.rank() == 2 ? "; did you leave out the batch?" : ""));
        }
        Images.checkPixels(layer, input);
        return Shape.of(input.dimension(0), input.dimension(1));
    }
}
