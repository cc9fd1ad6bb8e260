package dev.lanewise.layers;

import static dev.lanewise.op.Embedding.NO_PADDING;
import static dev.lanewise.op.Embedding.embedding;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A table with a row for each id, such as a vector for each word: {@code […] → […, width]}.
 *
 * <p>The ids are an {@link IntTensor}, or whole numbers in a float tensor, so that the layer may be the first of a {@link Sequential}.
 *
 * @param weight {@code [rows, width]}
 * @param padding an id that only fills up short sequences: its row begins with zeros and is not trained; −1 for none
 * @param sparse whether only the rows that occur in a batch are kept in its gradient and updated by rules that can; see {@code Rule}
 */
public record Embedding(Parameter weight, int padding, boolean sparse) implements Layer {

    /**
     * Checks shape and padding.
     *
     * @throws IllegalArgumentException if the weight is no matrix, or the padding is none of its rows
     */
    public Embedding {
        if (weight.shape().rank() != 2) {
            throw new IllegalArgumentException("embedding: expected a weight of shape [rows, width], found " + weight.shape()
                    + "; give it two dimensions");
        }
        if (padding < NO_PADDING || padding >= weight.dimension(0)) {
            throw new IllegalArgumentException("embedding: the padding " + padding + " is out of range; the weight " + weight.shape()
                    + " has rows 0 to " + (weight.dimension(0) - 1) + "; take -1 for none");
        }
    }

    /** With weights from N(0, 1), as PyTorch's, without padding, and with sparse gradients. */
    public static Embedding of(int rows, int width, RandomGenerator random) {
        return new Embedding(Initializers.normal(0, 1).parameter(Shape.of(rows, width), random), NO_PADDING, true);
    }

    /**
     * This layer with a padding, whose row is set to zeros.
     *
     * @throws IllegalArgumentException if it is none of the rows
     */
    public Embedding padding(int id) {
        Embedding padded = new Embedding(weight, id, sparse);
        int width = weight.dimension(1);
        if (id != NO_PADDING) {
            weight.update(values -> Arrays.fill(values, id * width, (id + 1) * width, 0f));
        }
        return padded;
    }

    /** This layer with a gradient of all rows, so that every rule updates all of them, momentum and decay included. */
    public Embedding dense() {
        return new Embedding(weight, padding, false);
    }

    /**
     * The rows with these ids.
     *
     * @throws IllegalArgumentException if an id is not in 0 to rows − 1
     */
    public Tensor forward(IntTensor ids) {
        return embedding(weight, ids, padding, sparse);
    }

    /**
     * The rows with these ids, which are whole numbers.
     *
     * @throws IllegalArgumentException if one is not whole, or not in 0 to rows − 1
     */
    @Override
    public Tensor forward(Tensor x) {
        return forward(TokenIds.of("embedding", x));
    }

    @Override
    public Shape outputShape(Shape input) {
        int[] lengths = Arrays.copyOf(input.toArray(), input.rank() + 1);
        lengths[input.rank()] = weight.dimension(1);
        return Shape.of(lengths);
    }

    @Override
    public Features provides(@Nullable Features input) {
        return Features.innermost(weight.dimension(1));
    }
}
