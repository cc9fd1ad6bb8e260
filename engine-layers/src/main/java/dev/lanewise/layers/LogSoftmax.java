package dev.lanewise.layers;

import static dev.lanewise.op.Softmax.logSoftmax;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * y = x − ln Σ e^x along one axis: scores become logarithms of probabilities.
 *
 * @param axis the axis; −1 is the innermost
 */
public record LogSoftmax(int axis) implements KeepsShape {

    /** Along the innermost axis. */
    public LogSoftmax() {
        this(-1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return logSoftmax(x, axis);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeCheck.axis("logSoftmax", input, axis);
        return input;
    }
}
