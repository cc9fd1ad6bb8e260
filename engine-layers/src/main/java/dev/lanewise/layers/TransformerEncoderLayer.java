package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;

import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Attention of a sequence to itself, then two linear layers for each step: {@code [batch, steps, width]} as it came. With
 * f(x) = linear2(dropout(activation(linear1(x))))
 *
 * <pre>
 * post-norm:  h = norm1(x + dropout(attention(x)))     y = norm2(h + dropout(f(h)))
 * pre-norm:   h = x + dropout(attention(norm1(x)))     y = h + dropout(f(norm2(h)))
 * </pre>
 *
 * <p>Parameters have PyTorch's names. Sources: Vaswani et al., <i>Attention is all you need</i>, NeurIPS 2017; Xiong et al., <i>On layer
 * normalization in the transformer architecture</i>, ICML 2020 (pre-norm).
 */
public record TransformerEncoderLayer(
        @SavedAs("self_attn") MultiHeadAttention attention, Linear linear1, Linear linear2, LayerNorm norm1, LayerNorm norm2,
        Layer activation, Dropout dropout, boolean normFirst) implements Layer {

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public TransformerEncoderLayer {
        FeedForward.check("transformer encoder layer", attention.width(), linear1, linear2);
    }

    /** With PyTorch's initial values. The number of layers in the settings is not used. */
    public static TransformerEncoderLayer of(TransformerSettings settings, RandomGenerator random) {
        int width = settings.width();
        return new TransformerEncoderLayer(settings.attention(random),
                Linear.of(width, settings.feedForward(), random), Linear.of(settings.feedForward(), width, random),
                settings.norm(), settings.norm(), settings.activation(), Dropout.of(settings.dropout(), random),
                settings.normFirst());
    }

    /** This layer, where no step may look ahead. */
    public TransformerEncoderLayer causal() {
        return new TransformerEncoderLayer(attention.causal(), linear1, linear2, norm1, norm2, activation, dropout, normFirst);
    }

    /** Each step attends to all steps of its own sequence. */
    @Override
    public Tensor forward(Tensor x) {
        return forward(x, AttentionMask.none());
    }

    /**
     * Each step attends to the steps that the mask allows.
     *
     * @throws IllegalArgumentException if the input is not {@code [batch, steps, width]}, or the mask does not fit it
     */
    public Tensor forward(Tensor x, AttentionMask mask) {
        return run(x, step -> attention.forward(step, mask));
    }

    /** What attends; everything else works on each step by itself. */
    interface Attending {
        Tensor of(Tensor x);
    }

    Tensor run(Tensor x, Attending attending) {
        if (normFirst) {
            Tensor h = add(x, dropout.forward(attending.of(norm1.forward(x))));
            return add(h, dropout.forward(FeedForward.of(norm2.forward(h), linear1, activation, dropout, linear2)));
        }
        Tensor h = norm1.forward(add(x, dropout.forward(attending.of(x))));
        return norm2.forward(add(h, dropout.forward(FeedForward.of(h, linear1, activation, dropout, linear2))));
    }

    @Override
    public Shape outputShape(Shape input) {
        return attention.outputShape(input);
    }

    @Override
    public long flops(Shape input) {
        return attention.flops(input) + FeedForward.flops(input, linear1) + norm1.flops(input) + norm2.flops(input) + 2L * input.size();
    }

    @Override
    public Features expects() {
        return attention.expects();
    }

    @Override
    public Features provides(@Nullable Features input) {
        return attention.expects();
    }
}
