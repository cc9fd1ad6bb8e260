package dev.lanewise.gradient;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An input of an op, with the formula that turns the gradient of the op's output into the gradient of this input.
 *
 * @param tensor the input
 * @param formula dy → dx; dx may have the shape that {@code tensor} was broadcast to
 * @param rows dy → dx, if dx is that of some rows alone
 */
public record Input(Tensor tensor, UnaryOperator<Tensor> formula, @Nullable Function<Tensor, RowGradient> rows) {

    /** With respect to {@code tensor}: its gradient is {@code formula} of the output's. */
    public static Input wrt(Tensor tensor, UnaryOperator<Tensor> formula) {
        return new Input(tensor, formula, null);
    }

    /** {@link #wrt} an input that the op can do without, such as a bias; nothing if it was not given. */
    public static @Nullable Input wrtOptional(@Nullable Tensor tensor, UnaryOperator<Tensor> formula) {
        return tensor == null ? null : wrt(tensor, formula);
    }

    /**
     * With respect to some rows of {@code tensor}: their gradient is {@code formula} of the output's. If {@code tensor} is a {@link
     * Parameter}, only these rows are kept and updated; otherwise the others are filled up with zeros.
     */
    public static Input wrtRows(Tensor tensor, Function<Tensor, RowGradient> formula) {
        return new Input(tensor, dy -> formula.apply(dy).dense(), tensor instanceof Parameter ? formula : null);
    }

    /** Those that were given. */
    static Input[] given(@Nullable Input... inputs) {
        int count = 0;
        Input[] given = new Input[inputs.length];
        for (Input input : inputs) {
            if (input != null) {
                given[count++] = input;
            }
        }
        return Arrays.copyOf(given, count);
    }

    /** The tensors of those that were given. */
    static Tensor[] tensors(@Nullable Input... inputs) {
        return Arrays.stream(given(inputs)).map(Input::tensor).toArray(Tensor[]::new);
    }
}
