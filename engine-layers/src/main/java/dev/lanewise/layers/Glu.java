package dev.lanewise.layers;

import static dev.lanewise.op.Glu.glu;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * y = a/(1 + e⁻ᵇ) with the halves a and b of the input along one axis, which comes out half as long.
 *
 * @param axis the axis; −1 is the innermost
 */
public record Glu(int axis) implements Layer {

    /** Along the innermost axis. */
    public Glu() {
        this(-1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return glu(x, axis);
    }

    @Override
    public Shape outputShape(Shape input) {
        int along = ShapeCheck.axis("glu", input, axis);
        int length = input.dimension(along);
        if (length % 2 != 0) {
            throw new IllegalArgumentException("glu: dimension " + axis + " of " + input + " must be even to be split in halves; let the "
                    + "layer before it give one more");
        }
        return input.with(along, length / 2);
    }

    @Override
    public long flops(Shape input) {
        return input.size();
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return input != null && input.axis() == axis && !input.multiple() ? new Features(axis, input.count() / 2) : null;
    }
}
