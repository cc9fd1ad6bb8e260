package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Layers of a transformer one after the other: what encoder and decoder share. */
final class TransformerStack {

    private TransformerStack() {}

    /** A copy of the list; complains if it is empty, or the widths differ. */
    static <L extends Layer> List<L> checked(String name, List<L> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected at least one layer, found none");
        }
        Features first = layers.getFirst().expects();
        for (L layer : layers) {
            if (!Objects.equals(layer.expects(), first)) {
                throw new IllegalArgumentException(name + ": expected layers of one width, found " + first + " and " + layer.expects());
            }
        }
        return List.copyOf(layers);
    }

    /** Of all layers and the norm behind them, for an input of this shape. */
    static long flops(List<? extends Layer> layers, @Nullable LayerNorm norm, Shape input) {
        long sum = norm == null ? 0 : norm.flops(input);
        for (Layer layer : layers) {
            sum += layer.flops(input);
        }
        return sum;
    }
}
