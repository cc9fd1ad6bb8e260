package dev.lanewise.layers;

import static dev.lanewise.op.Flatten.flatten;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Each example as one row: {@code [batch, …] → [batch, features]}. */
public record Flatten() implements Layer {

    @Override
    public Tensor forward(Tensor x) {
        return flatten(x);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeCheck.axis("flatten", input, 0);
        return Shape.of(input.dimension(0), input.sizeBetween(1, input.rank()));
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return input == null ? null : Features.multipleOf(input.count());
    }
}
