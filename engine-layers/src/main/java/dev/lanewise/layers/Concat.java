package dev.lanewise.layers;

import static dev.lanewise.op.Concat.concat;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of several layers for one input, one after the other along an axis: {@code [batch, channels, …]} with the channels of all
 * branches. Parameter paths are those of a branch's number: {@code branches.0.weight}.
 *
 * @param branches the layers, whose outputs differ in this dimension only
 * @param axis the axis; 1 is that of the channels
 */
public record Concat(List<Layer> branches, int axis) implements Layer {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Concat {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("concat: expected at least one branch, found none");
        }
    }

    /** The channels of all branches. */
    public static Concat of(Layer... branches) {
        return new Concat(List.of(branches), 1);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor[] outputs = new Tensor[branches.size()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = branches.get(i).forward(x);
        }
        return concat(axis, outputs);
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape first = branches.getFirst().outputShape(input);
        int along = ShapeCheck.axis("concat", first, axis);
        int length = first.dimension(along);
        for (Layer branch : branches.subList(1, branches.size())) {
            Shape output = branch.outputShape(input);
            if (output.rank() != first.rank() || !output.with(along, first.dimension(along)).equals(first)) {
                throw new IllegalArgumentException("concat: branch 0 makes " + first + " of the input " + input + ", but branch "
                        + branches.indexOf(branch) + " makes " + output + "; let them differ in dimension " + axis + " only");
            }
            length += output.dimension(along);
        }
        return first.with(along, length);
    }

    @Override
    public long flops(Shape input) {
        return branches.stream().mapToLong(branch -> branch.flops(input)).sum();
    }

    @Override
    public @Nullable Features expects() {
        return branches.getFirst().expects();
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        int count = 0;
        for (Layer branch : branches) {
            Features features = branch.provides(input);
            if (features == null || features.axis() != axis || features.multiple()) {
                return null;
            }
            count += features.count();
        }
        return new Features(axis, count);
    }
}
