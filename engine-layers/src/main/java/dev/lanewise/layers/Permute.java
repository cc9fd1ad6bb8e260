package dev.lanewise.layers;

import static dev.lanewise.op.Transpose.permute;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * The dimensions in another order: {@code Permute.of(0, 2, 3, 1)} makes {@code [batch, height, width, channels]} of
 * {@code [batch, channels, height, width]}.
 *
 * @param axes for each dimension of the output, which one of the input it is; the first is 0, the batch
 */
public record Permute(List<Integer> axes) implements Layer {

    /**
     * Checks and copies the axes.
     *
     * @throws IllegalArgumentException unless they are 0, 1, … in some order that begins with 0
     */
    public Permute {
        axes = List.copyOf(axes);
        for (int axis = 0; axis < axes.size(); axis++) {
            if (axes.get(0) != 0 || !axes.contains(axis)) {
                throw new IllegalArgumentException("permute: expected the axes 0 to " + (axes.size() - 1)
                        + " in some order that begins with 0, the batch, found " + axes);
            }
        }
    }

    /** In this order. */
    public static Permute of(int... axes) {
        return new Permute(Lengths.listOf(axes));
    }

    @Override
    public Tensor forward(Tensor x) {
        check(x.shape());
        int[] order = new int[axes.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = axes.get(i);
        }
        return permute(x, order);
    }

    @Override
    public Shape outputShape(Shape input) {
        check(input);
        int[] dimensions = new int[axes.size()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = input.dimension(axes.get(i));
        }
        return Shape.of(dimensions);
    }

    private void check(Shape input) {
        if (input.rank() != axes.size()) {
            throw new IllegalArgumentException("permute: expected an input with " + axes.size() + " dimensions for the order " + axes
                    + ", found " + input);
        }
    }
}
