package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;

import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each step a vector that says where it is: PE(t, 2i) = sin(t/10000^(2i/width)), PE(t, 2i + 1) = cos(t/10000^(2i/width)):
 * {@code [batch, steps, width]} as it came. The table is saved with the model and never trained.
 *
 * <p>Source: Vaswani et al., <i>Attention is all you need</i>, NeurIPS 2017, section 3.5.
 *
 * @param table PE, {@code [longest, width]}
 */
public record SinusoidalPositions(@SavedAs("pe") @NotTrained Parameter table) implements Layer {

    private static final double BASE = 10000;

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if the table is no matrix
     */
    public SinusoidalPositions {
        LearnedPositions.check(table);
    }

    /** For sequences of up to {@code longest} steps of vectors of this width. */
    public static SinusoidalPositions of(int longest, int width) {
        float[] values = new float[Shape.of(longest, width).size()];
        for (int step = 0, at = 0; step < longest; step++) {
            for (int i = 0; i < width; i++, at++) {
                double angle = step / StrictMath.pow(BASE, (i - i % 2) / (double) width);
                values[at] = (float) (i % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
            }
        }
        return new SinusoidalPositions(Parameter.frozen(Tensor.wrap(Shape.of(longest, width), values)));
    }

    /**
     * The sequences with their positions.
     *
     * @throws IllegalArgumentException if the input is not {@code [batch, steps, width]}, or has more steps than the table
     */
    @Override
    public Tensor forward(Tensor x) {
        LearnedPositions.checkInput(x.shape(), 0, table);
        return add(x, LearnedPositions.rows(table, 0, x.dimension(1)));
    }

    @Override
    public Shape outputShape(Shape input) {
        LearnedPositions.checkInput(input, 0, table);
        return input;
    }

    @Override
    public long flops(Shape input) {
        return input.size();
    }

    @Override
    public Features expects() {
        return Features.innermost(table.dimension(1));
    }

    @Override
    public Features provides(@Nullable Features input) {
        return expects();
    }
}
