package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.function.UnaryOperator;

/** The attentions, positions and transformers of a {@link Network}: the layers for sequences of vectors. */
abstract class AttentionSteps extends NormalizationSteps {

    AttentionSteps() {}

    /** {@link AdditiveAttention} of each step to all steps of its own sequence, with so many units. */
    public Network additiveAttention(int units) {
        return with("additiveAttention(" + units + ")",
                (shape, random) -> AdditiveAttention.of(stepFeatures(shape), stepFeatures(shape), units, random));
    }

    /** {@link LuongAttention} of each step to all steps of its own sequence, with the general score. */
    public Network luongAttention() {
        return with("luongAttention", (shape, random) -> LuongAttention.general(stepFeatures(shape), stepFeatures(shape), random));
    }

    /** An {@link AttentionPooling} of the steps with one unit. */
    public Network attentionPooling() {
        return with("attentionPooling", (shape, random) -> AttentionPooling.of(stepFeatures(shape), random));
    }

    /** An {@link AttentionPooling} of the steps with so many units. */
    public Network attentionPooling(int units) {
        return with("attentionPooling(" + units + ")", (shape, random) -> AttentionPooling.of(stepFeatures(shape), units, random));
    }

    /** {@link SinusoidalPositions} for sequences of the length that they have here. */
    public Network sinusoidalPositions() {
        return with("sinusoidalPositions", (shape, random) -> SinusoidalPositions.of(steps(shape), stepFeatures(shape)));
    }

    /** {@link LearnedPositions} for sequences of the length that they have here. */
    public Network learnedPositions() {
        return with("learnedPositions", (shape, random) -> LearnedPositions.of(steps(shape), stepFeatures(shape), random));
    }

    /** {@link MultiHeadAttention} of each step to all steps of its own sequence. */
    public Network multiHeadAttention(int heads) {
        return multiHeadAttention(heads, attention -> attention);
    }

    /** {@link MultiHeadAttention} and what else is asked of it: {@code multiHeadAttention(4, attention -> attention.causal())}. */
    public Network multiHeadAttention(int heads, UnaryOperator<MultiHeadAttention> options) {
        return with("multiHeadAttention(" + heads + ")",
                (shape, random) -> options.apply(MultiHeadAttention.of(stepFeatures(shape), heads, random)));
    }

    /** {@link MultiHeadAttention} with fewer heads of keys and values than of queries, dropout of its weights, and what else is asked of it. */
    public Network multiHeadAttention(int heads, int keyHeads, double dropout, UnaryOperator<MultiHeadAttention> options) {
        return with("multiHeadAttention(" + heads + ", " + keyHeads + ")",
                (shape, random) -> options.apply(MultiHeadAttention.of(stepFeatures(shape), heads, keyHeads, dropout, random)));
    }

    /** A {@link TransformerEncoderLayer}. */
    public Network transformerEncoderLayer(TransformerSettings settings) {
        return with("transformerEncoderLayer", (shape, random) -> TransformerEncoderLayer.of(settings, random));
    }

    /** A {@link TransformerEncoder}. */
    public Network transformerEncoder(TransformerSettings settings) {
        return transformerEncoder(settings, encoder -> encoder);
    }

    /** A {@link TransformerEncoder} and what else is asked of it: {@code transformerEncoder(settings, TransformerEncoder::causal)}. */
    public Network transformerEncoder(TransformerSettings settings, UnaryOperator<TransformerEncoder> options) {
        return with("transformerEncoder", (shape, random) -> options.apply(TransformerEncoder.of(settings, random)));
    }

    private static int stepFeatures(Shape shape) {
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("expected sequences [batch, steps, features]; begin with an embedding, or reshape what comes before");
        }
        return shape.dimension(2);
    }

    private static int steps(Shape shape) {
        stepFeatures(shape);
        return shape.dimension(1);
    }
}
