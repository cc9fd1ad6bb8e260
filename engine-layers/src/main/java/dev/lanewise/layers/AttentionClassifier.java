package dev.lanewise.layers;

import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Classifies texts: vectors of tokens and of their places, layers of attention, the mean of the steps weighed by what is learned to be
 * important, and a linear layer: ids {@code [batch, steps] → [batch, classes]}.
 *
 * <p>The ids at the end of a sequence that are the embedding's padding do not count: no bit of the output depends on how many there are,
 * and those that all sequences of a batch end with cost nothing.
 *
 * @param tokens a vector for each token, with a padding
 * @param positions added to them, such as {@link LearnedPositions} or {@link SinusoidalPositions}; or none
 * @param encoder layers of attention, or none
 * @param pooling from the steps to one vector
 * @param dropout of that vector
 * @param head from the vector to the scores of the classes
 */
public record AttentionClassifier(
        Embedding tokens, @Nullable Layer positions, @Nullable TransformerEncoder encoder, AttentionPooling pooling, Dropout dropout,
        Linear head) implements Layer {

    private static final int PADDING = 0;

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public AttentionClassifier {
        Features features = Features.innermost(tokens.weight().dimension(1));
        for (@Nullable Layer part : new @Nullable Layer[] {positions, encoder, pooling, head}) {
            Features expected = part == null ? null : part.expects();
            if (expected != null && !features.mayBe(expected)) {
                throw new IllegalArgumentException("attention classifier: " + part.getClass().getSimpleName() + " expects " + expected
                        + ", the tokens have " + features.count() + "; make the two numbers equal");
            }
        }
    }

    /**
     * With layers of attention and sinusoidal positions, unless the settings are rotary. Id 0 is the padding.
     *
     * @param longest the longest sequence
     */
    public static AttentionClassifier of(int vocabulary, int longest, int classes, TransformerSettings settings, RandomGenerator random) {
        int width = settings.width();
        return new AttentionClassifier(Embedding.of(vocabulary, width, random).padding(PADDING),
                settings.rotaryPositions() == null ? SinusoidalPositions.of(longest, width) : null,
                TransformerEncoder.of(settings, random), AttentionPooling.of(width, random), Dropout.of(settings.dropout(), random),
                Linear.of(width, classes, random));
    }

    /** With the pooling alone, which has so many units: the tokens of a text count, and not their order. Id 0 is the padding. */
    public static AttentionClassifier pooling(int vocabulary, int width, int units, int classes, double dropout, RandomGenerator random) {
        return new AttentionClassifier(Embedding.of(vocabulary, width, random).padding(PADDING), null, null,
                AttentionPooling.of(width, units, random), Dropout.of(dropout, random), Linear.of(width, classes, random));
    }

    /**
     * The scores of the classes.
     *
     * @throws IllegalArgumentException if the input is not {@code [batch, steps]} of tokens, or has more steps than the positions
     */
    @Override
    public Tensor forward(Tensor ids) {
        TokenIds.check("attention classifier", ids.shape());
        return forward(TokenIds.of("attention classifier", ids));
    }

    /**
     * The scores of the classes.
     *
     * @throws IllegalArgumentException if the ids are not {@code [batch, steps]} of tokens, or have more steps than the positions
     */
    public Tensor forward(IntTensor ids) {
        TokenIds.check("attention classifier", ids.shape());
        IntTensor lengths = TokenIds.lengths(ids, tokens.padding());
        Tensor x = tokens.forward(TokenIds.longest(ids, lengths));
        if (positions != null) {
            x = positions.forward(x);
        }
        if (encoder != null) {
            x = encoder.forward(x, AttentionMask.none().keyLengths(lengths));
        }
        return head.forward(dropout.forward(pooling.forward(x, lengths)));
    }

    @Override
    public Shape outputShape(Shape input) {
        TokenIds.check("attention classifier", input);
        Shape steps = tokens.outputShape(input);
        return head.outputShape(pooling.outputShape(positions == null ? steps : positions.outputShape(steps)));
    }

    @Override
    public long flops(Shape input) {
        Shape steps = tokens.outputShape(input);
        return (encoder == null ? 0 : encoder.flops(steps)) + pooling.flops(steps) + head.flops(steps.without(1));
    }

    @Override
    public Features provides(@Nullable Features input) {
        return head.provides(input);
    }
}
