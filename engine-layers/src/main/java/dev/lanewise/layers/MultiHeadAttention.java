package dev.lanewise.layers;

import static dev.lanewise.op.Attention.attention;
import static dev.lanewise.op.Attention.selfAttention;
import static dev.lanewise.op.Linear.linear;
import static dev.lanewise.op.Slice.slice;

import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Several scaled dot-product attentions side by side, each over a part of the features of width d = width/heads, between a projection of
 * queries, keys and values and one of the outputs: {@code [batch, steps, width]} as it came. Parameters have PyTorch's names.
 *
 * <p>With fewer heads of keys and values than of queries, several of these share one of those (grouped-query attention).
 *
 * <p>Source: Vaswani et al., <i>Attention is all you need</i>, NeurIPS 2017, section 3.2.
 *
 * @param inputWeight the projections of queries, keys and values, one below the other: {@code [(heads + 2·keyHeads)·d, width]}
 * @param inputBias theirs, or none
 * @param outputProjection {@code [width, width]}
 * @param heads how many heads of queries; they divide the width
 * @param keyHeads how many heads of keys and values; they divide the heads
 * @param isCausal whether no step may look ahead
 * @param rotaryPositions how queries and keys are turned by their places, or none
 * @param dropout of the weights, while training
 */
public record MultiHeadAttention(
        @SavedAs("in_proj_weight") Parameter inputWeight, @SavedAs("in_proj_bias") @Nullable Parameter inputBias,
        @SavedAs("out_proj") Linear outputProjection, int heads, int keyHeads, boolean isCausal,
        @Nullable RotaryPositions rotaryPositions, Dropout dropout) implements Layer {

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public MultiHeadAttention {
        requireHeads(outputProjection.weight().dimension(1), heads, keyHeads);
        int width = outputProjection.weight().dimension(1);
        Shape expected = Shape.of(width / heads * (heads + 2 * keyHeads), width);
        if (!inputWeight.shape().equals(expected) || outputProjection.weight().dimension(0) != width) {
            throw new IllegalArgumentException("multi-head attention: " + heads + " heads of queries and " + keyHeads + " of keys need weights "
                    + expected + " and [" + width + ", " + width + "], found " + inputWeight.shape() + " and "
                    + outputProjection.weight().shape());
        }
        BiasCheck.check("multi-head attention", inputWeight, inputBias);
        if (rotaryPositions != null && width / heads % 2 != 0) {
            throw new IllegalArgumentException("multi-head attention: rotary positions turn pairs, and need heads of an even width, found "
                    + width / heads + " (" + width + "/" + heads + ")");
        }
    }

    private static void requireHeads(int width, int heads, int keyHeads) {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException("multi-head attention: expected a number of heads that divides the width " + width + ", found "
                    + heads);
        }
        if (keyHeads < 1 || heads % keyHeads != 0) {
            throw new IllegalArgumentException("multi-head attention: expected a number of key heads that divides the " + heads
                    + " heads, found " + keyHeads);
        }
    }

    /** With PyTorch's initial values (Xavier's for the input projections, biases of 0), and without dropout. */
    public static MultiHeadAttention of(int width, int heads, RandomGenerator random) {
        return of(width, heads, heads, 0, random);
    }

    /** With fewer heads of keys and values than of queries, and with dropout of the weights. */
    public static MultiHeadAttention of(int width, int heads, int keyHeads, double dropout, RandomGenerator random) {
        requireHeads(width, heads, keyHeads);
        int projected = width / heads * (heads + 2 * keyHeads);
        return new MultiHeadAttention(
                Initializers.xavierUniform(1).parameter(Shape.of(projected, width), random),
                Initializers.zeros().parameter(Shape.of(projected), random),
                Linear.of(width, width, Initializers.standard(width), random),
                heads, keyHeads, false, null, Dropout.of(dropout, random));
    }

    /** This layer, where no step may look ahead. */
    public MultiHeadAttention causal() {
        return new MultiHeadAttention(inputWeight, inputBias, outputProjection, heads, keyHeads, true, rotaryPositions, dropout);
    }

    /** This layer without biases. */
    public MultiHeadAttention withoutBias() {
        return new MultiHeadAttention(inputWeight, null, outputProjection.withoutBias(), heads, keyHeads, isCausal, rotaryPositions,
                dropout);
    }

    /** This layer with dropout of its weights. */
    public MultiHeadAttention dropout(double probability, RandomGenerator random) {
        return new MultiHeadAttention(inputWeight, inputBias, outputProjection, heads, keyHeads, isCausal, rotaryPositions,
                Dropout.of(probability, random));
    }

    /** This layer, where queries and keys are turned by their places. */
    public MultiHeadAttention rotary(RotaryPositions positions) {
        return new MultiHeadAttention(inputWeight, inputBias, outputProjection, heads, keyHeads, isCausal, positions, dropout);
    }

    /** How many features a step has. */
    public int width() {
        return inputWeight.dimension(1);
    }

    /** Each step attends to all steps of its own sequence, or to those before it. */
    @Override
    public Tensor forward(Tensor x) {
        return forward(x, AttentionMask.none());
    }

    /**
     * Each step attends to the steps of its own sequence that the mask allows.
     *
     * @throws IllegalArgumentException if the input is not {@code [batch, steps, width]}, or the mask does not fit it
     */
    public Tensor forward(Tensor x, AttentionMask mask) {
        Steps.check("multi-head attention", "sequences", x.shape(), width());
        Tensor projected = project(x, 0);
        return outputProjection.forward(
                selfAttention(projected, heads, keyHeads, whole(mask), dropout.probability(), dropout.random()));
    }

    /**
     * Each query attends to the keys that the mask allows, and gets the mean of their values.
     *
     * @param query {@code [batch, steps of the query, width]}
     * @param key {@code [batch, steps, width]}
     * @param value {@code [batch, steps, width]}
     * @return {@code [batch, steps of the query, width]}
     * @throws IllegalArgumentException if the shapes do not fit, or the mask does not fit them
     */
    public Tensor forward(Tensor query, Tensor key, Tensor value, AttentionMask mask) {
        if (query == key && key == value) {
            return forward(query, mask);
        }
        Steps.check("multi-head attention", "queries", query.shape(), width());
        Steps.check("multi-head attention", "keys", key.shape(), width());
        Steps.check("multi-head attention", "values", value.shape(), width());
        int queries = width();
        int keys = (inputWeight.dimension(0) - queries) / 2;
        return outputProjection.forward(attention(
                turned(project(query, 0, queries), heads, 0), turned(project(key, queries, queries + keys), keyHeads, 0), project(value, queries + keys, queries + 2 * keys),
                heads, keyHeads, whole(mask), dropout.probability(), dropout.random()));
    }

    /**
     * Queries, keys and values of all steps, side by side: {@code [batch, steps, (heads + 2·keyHeads)·d]}. The first of these steps has
     * {@code before} others before it.
     */
    Tensor project(Tensor x, int before) {
        return turned(linear(x, inputWeight, inputBias), heads + keyHeads, before);
    }

    private Tensor project(Tensor x, int from, int to) {
        return linear(x, slice(inputWeight, 0, from, to), inputBias == null ? null : slice(inputBias, 0, from, to));
    }

    private Tensor turned(Tensor x, int count, int before) {
        return rotaryPositions == null ? x : rotaryPositions.of(x, width() / heads, count, before);
    }

    /** The mask together with the layer's own. */
    AttentionMask whole(AttentionMask mask) {
        return isCausal ? mask.causal() : mask;
    }

    @Override
    public Shape outputShape(Shape input) {
        Steps.check("multi-head attention", "sequences", input, width());
        return input;
    }

    @Override
    public long flops(Shape input) {
        return 2L * input.size() * (inputWeight.dimension(0) + width()) + 4L * input.size() * input.dimension(1) / (isCausal ? 2 : 1);
    }

    @Override
    public Features expects() {
        return Features.innermost(width());
    }

    @Override
    public Features provides(@Nullable Features input) {
        return expects();
    }
}
