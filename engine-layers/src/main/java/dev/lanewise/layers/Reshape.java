package dev.lanewise.layers;

import static dev.lanewise.op.Reshape.reshape;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * Each example under another shape: {@code [batch, …] → [batch, lengths…]}.
 *
 * @param lengths the dimensions after the batch; one may be −1, which is whatever is left
 */
public record Reshape(List<Integer> lengths) implements Layer {

    /**
     * Checks and copies the lengths.
     *
     * @throws IllegalArgumentException if one is below −1, or more than one is −1
     */
    public Reshape {
        lengths = Lengths.checked("reshape", lengths);
    }

    /** To {@code [batch, lengths…]}. */
    public static Reshape of(int... lengths) {
        return new Reshape(Lengths.listOf(lengths));
    }

    @Override
    public Tensor forward(Tensor x) {
        return reshape(x, outputShape(x.shape()));
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeCheck.axis("reshape", input, 0);
        return Lengths.replace("reshape", input, 1, input.rank(), lengths);
    }
}
