package dev.lanewise.layers;

import static dev.lanewise.op.Reshape.reshape;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * One dimension as several: {@code Unflatten.of(1, 16, 7, 7)} makes {@code [batch, 16, 7, 7]} of {@code [batch, 784]}.
 *
 * @param axis the dimension that is split; −1 is the innermost
 * @param lengths the dimensions in its place; one may be −1, which is whatever is left
 */
public record Unflatten(int axis, List<Integer> lengths) implements Layer {

    /**
     * Checks and copies the lengths.
     *
     * @throws IllegalArgumentException if one is below −1, or more than one is −1
     */
    public Unflatten {
        lengths = Lengths.checked("unflatten", lengths);
    }

    /** Splits a dimension. */
    public static Unflatten of(int axis, int... lengths) {
        return new Unflatten(axis, Lengths.listOf(lengths));
    }

    @Override
    public Tensor forward(Tensor x) {
        return reshape(x, outputShape(x.shape()));
    }

    @Override
    public Shape outputShape(Shape input) {
        int split = ShapeCheck.axis("unflatten", input, axis);
        return Lengths.replace("unflatten", input, split, split + 1, lengths);
    }
}
