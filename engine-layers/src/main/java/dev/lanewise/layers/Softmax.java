package dev.lanewise.layers;

import static dev.lanewise.op.Softmax.softmax;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * y = e^x / Σ e^x along one axis: scores become probabilities. {@link dev.lanewise.op.CrossEntropy} takes the scores themselves.
 *
 * @param axis the axis; −1 is the innermost
 */
public record Softmax(int axis) implements KeepsShape {

    /** Along the innermost axis. */
    public Softmax() {
        this(-1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return softmax(x, axis);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeCheck.axis("softmax", input, axis);
        return input;
    }
}
