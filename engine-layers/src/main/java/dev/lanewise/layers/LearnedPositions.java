package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;
import static dev.lanewise.op.Slice.slice;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each step a vector that is learned for its place: {@code [batch, steps, width]} as it came.
 *
 * @param weight {@code [longest, width]}
 */
public record LearnedPositions(Parameter weight) implements Layer {

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if the weight is no matrix
     */
    public LearnedPositions {
        check(weight);
    }

    /** For sequences of up to {@code longest} steps of vectors of this width, with values from N(0, 0.02²), as GPT-2's. */
    public static LearnedPositions of(int longest, int width, RandomGenerator random) {
        return new LearnedPositions(Initializers.normal(0, 0.02).parameter(Shape.of(longest, width), random));
    }

    /**
     * The sequences with their positions.
     *
     * @throws IllegalArgumentException if the input is not {@code [batch, steps, width]}, or has more steps than the weight
     */
    @Override
    public Tensor forward(Tensor x) {
        return forward(x, 0);
    }

    /** The same where the first of these steps is the one at {@code first}. */
    Tensor forward(Tensor x, int first) {
        checkInput(x.shape(), first, weight);
        return add(x, rows(weight, first, first + x.dimension(1)));
    }

    static void check(Parameter table) {
        if (table.shape().rank() != 2) {
            throw new IllegalArgumentException("positions: expected a table of shape [longest, width], found " + table.shape()
                    + "; give it two dimensions");
        }
    }

    static void checkInput(Shape input, int first, Parameter table) {
        Steps.check("positions", "sequences", input, table.dimension(1));
        int steps = first + input.dimension(1);
        if (steps > table.dimension(0)) {
            throw new IllegalArgumentException("positions: the sequences " + input.with(1, steps) + " have " + steps + " steps, the table "
                    + table.shape() + " has " + table.dimension(0) + "; cut them, or make the layer for longer ones");
        }
    }

    static Tensor rows(Parameter table, int from, int to) {
        return from == 0 && to == table.dimension(0) ? table : slice(table, 0, from, to);
    }

    @Override
    public Shape outputShape(Shape input) {
        checkInput(input, 0, weight);
        return input;
    }

    @Override
    public long flops(Shape input) {
        return input.size();
    }

    @Override
    public Features expects() {
        return Features.innermost(weight.dimension(1));
    }

    @Override
    public Features provides(@Nullable Features input) {
        return expects();
    }
}
