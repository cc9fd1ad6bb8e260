package dev.lanewise.layers;

import static dev.lanewise.op.Arithmetic.add;

import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Attention of a sequence to itself and to a memory, such as the outputs of an encoder, then two linear layers for each step:
 * {@code [batch, steps, width]} as it came. With f(x) = linear2(dropout(activation(linear1(x))))
 *
 * <pre>
 * post-norm:  g = norm1(x + dropout(attention(x)))  h = norm2(g + dropout(attention(g, memory)))  y = norm3(h + dropout(f(h)))
 * pre-norm:   g = x + dropout(attention(norm1(x)))  h = g + dropout(attention(norm2(g), memory))  y = h + dropout(f(norm3(h)))
 * </pre>
 *
 * <p>Parameters have PyTorch's names. Source: Vaswani et al., <i>Attention is all you need</i>, NeurIPS 2017.
 */
public record TransformerDecoderLayer(
        @SavedAs("self_attn") MultiHeadAttention attention, @SavedAs("multihead_attn") MultiHeadAttention memoryAttention,
        Linear linear1, Linear linear2, LayerNorm norm1, LayerNorm norm2, LayerNorm norm3,
        Layer activation, Dropout dropout, boolean normFirst) implements Layer {

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public TransformerDecoderLayer {
        FeedForward.check("transformer decoder layer", attention.width(), linear1, linear2);
        if (memoryAttention.width() != attention.width()) {
            throw new IllegalArgumentException("transformer decoder layer: expected attentions of one width, found " + attention.width() + " and "
                    + memoryAttention.width());
        }
    }

    /**
     * With PyTorch's initial values; no step of the sequence may look ahead. The number of layers in the settings is not used.
     */
    public static TransformerDecoderLayer of(TransformerSettings settings, RandomGenerator random) {
        int width = settings.width();
        return new TransformerDecoderLayer(settings.attention(random).causal(), settings.memoryAttention(random),
                Linear.of(width, settings.feedForward(), random), Linear.of(settings.feedForward(), width, random),
                settings.norm(), settings.norm(), settings.norm(), settings.activation(),
                Dropout.of(settings.dropout(), random), settings.normFirst());
    }

    /**
     * A decoder layer needs a memory.
     *
     * @throws IllegalArgumentException always
     */
    @Override
    public Tensor forward(Tensor x) {
        throw new IllegalArgumentException("transformer decoder layer: a memory is missing; call forward(x, memory)");
    }

    /** {@link #forward(Tensor, Tensor, AttentionMask, AttentionMask)} without masks but the layer's own. */
    public Tensor forward(Tensor x, Tensor memory) {
        return forward(x, memory, AttentionMask.none(), AttentionMask.none());
    }

    /**
     * Each step attends to the steps of its own sequence and of the memory that the masks allow.
     *
     * @param x {@code [batch, steps, width]}
     * @param memory {@code [batch, steps of the memory, width]}
     * @throws IllegalArgumentException if shapes or masks do not fit
     */
    public Tensor forward(Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask) {
        if (normFirst) {
            Tensor g = add(x, dropout.forward(attention.forward(norm1.forward(x), mask)));
            Tensor h = add(g, dropout.forward(memoryAttention.forward(norm2.forward(g), memory, memory, memoryMask)));
            return add(h, dropout.forward(FeedForward.of(norm3.forward(h), linear1, activation, dropout, linear2)));
        }
        Tensor g = norm1.forward(add(x, dropout.forward(attention.forward(x, mask))));
        Tensor h = norm2.forward(add(g, dropout.forward(memoryAttention.forward(g, memory, memory, memoryMask))));
        return norm3.forward(add(h, dropout.forward(FeedForward.of(h, linear1, activation, dropout, linear2))));
    }

    @Override
    public Shape outputShape(Shape input) {
        return attention.outputShape(input);
    }

    /** With a memory of as many steps as the input. */
    @Override
    public long flops(Shape input) {
        return attention.flops(input) + memoryAttention.flops(input) + FeedForward.flops(input, linear1) + norm1.flops(input)
                + norm2.flops(input) + norm3.flops(input) + 3L * input.size();
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
