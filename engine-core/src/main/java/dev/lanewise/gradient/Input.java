package dev.lanewise.gradient;

import dev.lanewise.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * An input of an op, with the formula that turns the gradient of the op's output into the gradient of this input.
 *
 * @param tensor the input
 * @param formula dy → dx; dx may have the shape that {@code tensor} was broadcast to
 */
public record Input(Tensor tensor, UnaryOperator<Tensor> formula) {

    /** With respect to {@code tensor}: its gradient is {@code formula} of the output's. */
    public static Input wrt(Tensor tensor, UnaryOperator<Tensor> formula) {
        return new Input(tensor, formula);
    }
}
