package dev.lanewise.layers;

import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decoder layers one after the other, all with the same memory: {@code [batch, steps, width]} as it came.
 *
 * @param layers the layers, at least one
 * @param norm after the last one, which pre-norm layers need; or none
 */
public record TransformerDecoder(List<TransformerDecoderLayer> layers, @Nullable LayerNorm norm) implements Layer {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty, or the widths differ
     */
    public TransformerDecoder {
        layers = TransformerStack.checked("transformer decoder", layers);
    }

    /** The stack of these settings, with a norm at the end if the layers normalize first; no step may look ahead. */
    public static TransformerDecoder of(TransformerSettings settings, RandomGenerator random) {
        List<TransformerDecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < settings.layers(); i++) {
            layers.add(TransformerDecoderLayer.of(settings, random));
        }
        return new TransformerDecoder(layers, settings.normFirst() ? settings.norm() : null);
    }

    /**
     * A decoder needs a memory.
     *
     * @throws IllegalArgumentException always
     */
    @Override
    public Tensor forward(Tensor x) {
        throw new IllegalArgumentException("transformer decoder: a memory is missing; call forward(x, memory)");
    }

    /** {@link #forward(Tensor, Tensor, AttentionMask, AttentionMask)} without masks but the layers' own. */
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
        Steps.check("transformer decoder", "sequences", x.shape(), expects().count());
        Steps.check("transformer decoder", "memories", memory.shape(), expects().count());
        Tensor y = x;
        for (TransformerDecoderLayer layer : layers) {
            y = layer.forward(y, memory, mask, memoryMask);
        }
        return norm == null ? y : norm.forward(y);
    }

    @Override
    public Shape outputShape(Shape input) {
        return layers.getFirst().outputShape(input);
    }

    /** With a memory of as many steps as the input. */
    @Override
    public long flops(Shape input) {
        return TransformerStack.flops(layers, norm, input);
    }

    @Override
    public Features expects() {
        return layers.getFirst().expects();
    }

    @Override
    public Features provides(@Nullable Features input) {
        return expects();
    }
}
