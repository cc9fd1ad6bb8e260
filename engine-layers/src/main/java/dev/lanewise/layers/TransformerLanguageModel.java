package dev.lanewise.layers;

import static dev.lanewise.op.Linear.linear;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A language model like GPT: vectors of tokens and of their places, causal layers that normalize first, and scores for the next token:
 * ids {@code [batch, steps] → [batch, steps, vocabulary]}.
 *
 * <p>Source: Radford, Wu, Child, Luan, Amodei and Sutskever, <i>Language models are unsupervised multitask learners</i>, 2019 (GPT-2).
 *
 * @param tokens a vector for each token, {@code [vocabulary, width]}
 * @param positions a vector for each place, or none if attention turns queries and keys by their places
 * @param dropout of their sum
 * @param blocks the causal layers
 * @param head from a step to the scores of the tokens, {@code [vocabulary, width]}; none if the vectors of the tokens serve for that too
 * @param context the longest sequence
 */
public record TransformerLanguageModel(
        Embedding tokens, @Nullable LearnedPositions positions, Dropout dropout, TransformerEncoder blocks, @Nullable Linear head,
        int context) implements LanguageModel {

    private static final double DEVIATION = 0.02;

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if they do not, or a layer looks ahead
     */
    public TransformerLanguageModel {
        Shape table = tokens.weight().shape();
        int width = blocks.expects().count();
        if (table.dimension(1) != width || head != null && !head.weight().shape().equals(table)
                || positions != null && !positions.weight().shape().equals(Shape.of(context, width))) {
            throw new IllegalArgumentException("language model: layers of width " + width + " and a context of " + context
                    + " need tokens and head [vocabulary, " + width + "] and positions [" + context + ", " + width + "], found " + table + ", "
                    + (head == null ? "none" : head.weight().shape()) + " and " + (positions == null ? "none" : positions.weight().shape()));
        }
        if (context < 1 || !blocks.layers().stream().allMatch(layer -> layer.attention().isCausal())) {
            throw new IllegalArgumentException("language model: expected a context of at least 1 and layers that do not look ahead, found a "
                    + "context of " + context + "; make the layers causal()");
        }
    }

    /**
     * With learned positions, unless the settings are rotary, and a head of its own. Weights are drawn from N(0, 0.02²), those that end a residual part from
     * N(0, 0.02²/(2·layers)), and biases are 0, as in GPT-2.
     *
     * @param settings of the layers: {@code TransformerSettings.of(128, 4).layers(4).preNorm().gelu()}
     */
    public static TransformerLanguageModel of(int vocabulary, int context, TransformerSettings settings, RandomGenerator random) {
        TransformerEncoder blocks = TransformerEncoder.of(settings, random).causal();
        Initializer narrow = Initializers.normal(0, DEVIATION);
        blocks.parameters().matching("*.in_proj_weight", "*.linear1.weight").initialize(narrow, random);
        blocks.parameters().matching("*.out_proj.weight", "*.linear2.weight")
                .initialize(Initializers.normal(0, DEVIATION / StrictMath.sqrt(2.0 * settings.layers())), random);
        blocks.parameters().matching("*.linear1.bias", "*.linear2.bias").initialize(Initializers.zeros(), random);
        int width = settings.width();
        return new TransformerLanguageModel(
                new Embedding(narrow.parameter(Shape.of(vocabulary, width), random), dev.lanewise.op.Embedding.NO_PADDING, false),
                settings.rotaryPositions() == null ? LearnedPositions.of(context, width, random) : null, Dropout.of(settings.dropout(), random), blocks,
                Linear.of(width, vocabulary, narrow, random), context);
    }

    /** This model, where the vectors of the tokens are the weights of the head too. */
    public TransformerLanguageModel tied() {
        return new TransformerLanguageModel(tokens, positions, dropout, blocks, null, context);
    }

    @Override
    public int vocabulary() {
        return tokens.weight().dimension(0);
    }

    /**
     * The scores of the token that follows each step.
     *
     * @throws IllegalArgumentException if the input is not {@code [batch, steps]}, is longer than the context, or is not of tokens
     */
    @Override
    public Tensor forward(Tensor ids) {
        TokenIds.check("language model", ids.shape(), context);
        return forward(TokenIds.of("language model", ids));
    }

    /**
     * The scores of the token that follows each step.
     *
     * @throws IllegalArgumentException if the ids are not {@code [batch, steps]}, are longer than the context, or are not those of tokens
     */
    public Tensor forward(IntTensor ids) {
        TokenIds.check("language model", ids.shape(), context);
        Tensor x = embed(ids, 0);
        for (TransformerEncoderLayer layer : blocks.layers()) {
            x = layer.forward(x);
        }
        return logits(x);
    }

    @Override
    public LanguageModel.State begin(int sequences) {
        return TransformerState.empty(this, sequences);
    }

    /** The vectors of tokens whose first one has {@code before} others before it. */
    Tensor embed(IntTensor ids, int before) {
        Tensor x = tokens.forward(ids);
        return dropout.forward(positions == null ? x : positions.forward(x, before));
    }

    /** The scores of the next token for steps as the last layer leaves them. */
    Tensor logits(Tensor x) {
        Tensor y = blocks.norm() == null ? x : blocks.norm().forward(x);
        return head == null ? linear(y, tokens.weight(), null) : head.forward(y);
    }

    @Override
    public Shape outputShape(Shape input) {
        TokenIds.check("language model", input, context);
        return tokens.outputShape(input).with(2, vocabulary());
    }

    @Override
    public long flops(Shape input) {
        Shape steps = tokens.outputShape(input);
        return blocks.flops(steps) + 2L * steps.size() * vocabulary();
    }

    @Override
    public Features provides(@Nullable Features input) {
        return Features.innermost(vocabulary());
    }
}
