package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;
import static dev.lanewise.op.MatrixMultiplication.matmul;
import static dev.lanewise.op.Reshape.reshape;

import dev.lanewise.op.Tanh;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Attention with a score that is a small network: context(q) = Σ softmaxₛ(v·tanh(W·q + U·mₛ + b))·mₛ over the steps mₛ of a memory, such as
 * the outputs of an encoder. It keeps an array {@code [batch, steps of the query, steps of the memory, units]}.
 *
 * <p>Source: Bahdanau, Cho and Bengio, <i>Neural machine translation by jointly learning to align and translate</i>, ICLR 2015.
 *
 * @param query W, without a bias, {@code [units, query width]}
 * @param memory U and b, {@code [units, memory width]}
 * @param score v, {@code [1, units]}
 */
public record AdditiveAttention(Linear query, Linear memory, Linear score) implements Layer {

    /**
     * Checks that the three fit together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public AdditiveAttention {
        int units = query.weight().dimension(0);
        if (memory.weight().dimension(0) != units || !score.weight().shape().equals(Shape.of(1, units))) {
            throw new IllegalArgumentException("additive attention: expected weights [units, query width], [units, memory width] and [1, units], "
                    + "found " + query.weight().shape() + ", " + memory.weight().shape() + " and " + score.weight().shape());
        }
    }

    /** For queries and a memory of these widths, with so many units between them and the score. */
    public static AdditiveAttention of(int queryWidth, int memoryWidth, int units, RandomGenerator random) {
        return new AdditiveAttention(Linear.of(queryWidth, units, random).withoutBias(), Linear.of(memoryWidth, units, random),
                Linear.of(units, 1, random).withoutBias());
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
        Steps.check("additive attention", "queries", queries.shape(), query.weight().dimension(1));
        Steps.check("additive attention", "memories", memories.shape(), memory.weight().dimension(1));
        Steps.checkBatches("additive attention", "queries", queries.shape(), "memories", memories.shape());
        int batch = queries.dimension(0);
        int asking = queries.dimension(1);
        int steps = memories.dimension(1);
        int units = query.weight().dimension(0);
        Tensor asked = reshape(query.forward(queries), Shape.of(batch, asking, 1, units));
        Tensor kept = reshape(memory.forward(memories), Shape.of(batch, 1, steps, units));
        Tensor scores = score.forward(Tanh.tanh(add(asked, kept)));                     // [batch, asking, steps, 1]
        return StepWeights.of(reshape(scores, Shape.of(batch, asking, steps)), lengths);
    }

    @Override
    public Shape outputShape(Shape input) {
        Steps.check("additive attention", "queries", input, query.weight().dimension(1));
        Steps.check("additive attention", "memories", input, memory.weight().dimension(1));
        return input;
    }

    @Override
    public Features expects() {
        return Features.innermost(query.weight().dimension(1));
    }

    @Override
    public Features provides(@Nullable Features input) {
        return Features.innermost(memory.weight().dimension(1));
    }
}
