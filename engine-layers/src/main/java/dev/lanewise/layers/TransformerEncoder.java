package dev.lanewise.layers;

import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Encoder layers one after the other: {@code [batch, steps, width]} as it came. It knows nothing of the order of the steps, unless
 * positions were added to them or the layers are causal.
 *
 * @param layers the layers, at least one
 * @param norm after the last one, which pre-norm layers need; or none
 */
public record TransformerEncoder(List<TransformerEncoderLayer> layers, @Nullable LayerNorm norm) implements Layer {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty, or the widths differ
     */
    public TransformerEncoder {
        layers = TransformerStack.checked("transformer encoder", layers);
    }

    /** The stack of these settings, with a norm at the end if the layers normalize first. */
    public static TransformerEncoder of(TransformerSettings settings, RandomGenerator random) {
        List<TransformerEncoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < settings.layers(); i++) {
            layers.add(TransformerEncoderLayer.of(settings, random));
        }
        return new TransformerEncoder(layers, settings.normFirst() ? settings.norm() : null);
    }

    /** This stack, where no step may look ahead. */
    public TransformerEncoder causal() {
        return new TransformerEncoder(layers.stream().map(TransformerEncoderLayer::causal).toList(), norm);
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
        Steps.check("transformer encoder", "sequences", x.shape(), expects().count());
        Tensor y = x;
        for (TransformerEncoderLayer layer : layers) {
            y = layer.forward(y, mask);
        }
        return norm == null ? y : norm.forward(y);
    }

    @Override
    public Shape outputShape(Shape input) {
        return layers.getFirst().outputShape(input);
    }

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
