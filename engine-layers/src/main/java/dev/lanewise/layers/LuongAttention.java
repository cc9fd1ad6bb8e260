package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;
import static dev.lanewise.op.MatrixMultiplication.matmul;
import static dev.lanewise.op.Reshape.reshape;
import static dev.lanewise.op.Slice.slice;

import dev.lanewise.op.Tanh;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Attention with one of three scores: context(q) = Σ softmaxₛ(score(q, mₛ))·mₛ over the steps mₛ of a memory, with score(q, m) = q·m (dot),
 * q·W·m (general) or v·tanh(W·[q; m]) (concat).
 *
 * <p>Source: Luong, Pham and Manning, <i>Effective approaches to attention-based neural machine translation</i>, EMNLP 2015, section 3.1.
 *
 * @param score which of them
 * @param weight W: none for dot, {@code [query width, memory width]} for general, {@code [units, query width + memory width]} for concat
 * @param vector v: {@code [units]} for concat, none for the others
 */
public record LuongAttention(Score score, @Nullable Parameter weight, @Nullable Parameter vector) implements Layer {

    /** How well a query and a step of the memory fit. */
    public enum Score {
        /** q·m; both have the same width. */
        DOT,
        /** q·W·m. */
        GENERAL,
        /** v·tanh(W·[q; m]). */
        CONCAT
    }

    /**
     * Checks that weight and vector are those that the score needs.
     *
     * @throws IllegalArgumentException if they are not
     */
    public LuongAttention {
        boolean fits = switch (score) {
            case DOT -> weight == null && vector == null;
            case GENERAL -> weight != null && weight.shape().rank() == 2 && vector == null;
            case CONCAT -> weight != null && weight.shape().rank() == 2 && vector != null
                    && vector.shape().equals(Shape.of(weight.dimension(0)));
        };
        if (!fits) {
            throw new IllegalArgumentException("Luong attention: expected " + switch (score) {
                case DOT -> "neither weight nor vector";
                case GENERAL -> "a weight [query width, memory width] and no vector";
                case CONCAT -> "a weight [units, query width + memory width] and a vector [units]";
            } + " for the score " + score + ", found " + (weight == null ? "no weight" : weight.shape()) + " and "
                    + (vector == null ? "no vector" : vector.shape()));
        }
    }

    /** The score q·m. */
    public static LuongAttention dot() {
        return new LuongAttention(Score.DOT, null, null);
    }

    /** The score q·W·m, with W from U(±1/√(memory width)). */
    public static LuongAttention general(int queryWidth, int memoryWidth, RandomGenerator random) {
        return new LuongAttention(Score.GENERAL,
                Initializers.standard(memoryWidth).parameter(Shape.of(queryWidth, memoryWidth), random), null);
    }

    /** The score v·tanh(W·[q; m]), with W from U(±1/√(query width + memory width)) and v from U(±1/√units). */
    public static LuongAttention concat(int queryWidth, int memoryWidth, int units, RandomGenerator random) {
        int width = queryWidth + memoryWidth;
        return new LuongAttention(Score.CONCAT, Initializers.standard(width).parameter(Shape.of(units, width), random),
                Initializers.standard(units).parameter(Shape.of(units), random));
    }

    /** Each step attends to all steps of its own sequence: {@code [batch, steps, width]} as it came. */
    @Override
    public Tensor forward(Tensor x) {
        return forward(x, x, null);
    }

    /**
     * What each query reads from the memory.
     *
     * @param queries {@code [batch, steps of the query, query width]}
     * @param memories {@code [batch, steps, memory width]}
     * @param lengths {@code [batch]}: how many steps of each memory count, the rest being padding; none for all
     * @return {@code [batch, steps of the query, memory width]}
     * @throws IllegalArgumentException if the shapes do not fit, or a length is not in 0 to the number of steps
     */
    public Tensor forward(Tensor queries, Tensor memories, @Nullable IntTensor lengths) {
        return matmul(weights(queries, memories, lengths), memories);
    }

    /** How much of each step of the memory each query reads: {@code [batch, steps of the query, steps]}, rows that sum up to 1. */
    public Tensor weights(Tensor queries, Tensor memories, @Nullable IntTensor lengths) {
        check(queries.shape(), memories.shape());
        return StepWeights.of(scores(queries, memories), lengths);
    }

    private Tensor scores(Tensor queries, Tensor memories) {
        if (weight == null) {
            return matmul(queries, memories, false, true);
        } else if (vector == null) {
            return matmul(matmul(queries, weight), memories, false, true);
        }
        int batch = queries.dimension(0);
        int asking = queries.dimension(1);
        int steps = memories.dimension(1);
        int units = weight.dimension(0);
        int width = queries.dimension(2);
        Tensor asked = matmul(queries, slice(weight, 1, 0, width), false, true);
        Tensor kept = matmul(memories, slice(weight, 1, width, weight.dimension(1)), false, true);
        Tensor hidden = Tanh.tanh(add(reshape(asked, Shape.of(batch, asking, 1, units)), reshape(kept, Shape.of(batch, 1, steps, units))));
        return reshape(matmul(hidden, reshape(vector, Shape.of(units, 1))), Shape.of(batch, asking, steps));
    }

    private void check(Shape queries, Shape memories) {
        if (memories.rank() != 3) {
            throw new IllegalArgumentException("Luong attention: expected memories [batch, steps, features], found " + memories);
        }
        int width = memories.dimension(2);
        if (score == Score.GENERAL && weight != null) {
            Steps.check("Luong attention", "memories", memories, weight.dimension(1));
        }
        Steps.check("Luong attention", "queries", queries, weight == null ? width
                : score == Score.GENERAL ? weight.dimension(0) : weight.dimension(1) - width);
        Steps.checkBatches("Luong attention", "queries", queries, "memories", memories);
    }

    @Override
    public Shape outputShape(Shape input) {
        check(input, input);
        return input;
    }

    @Override
    public @Nullable Features provides(@Nullable Features input) {
        return input;
    }
}
