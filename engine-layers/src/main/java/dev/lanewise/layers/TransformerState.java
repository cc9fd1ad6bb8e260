package dev.lanewise.layers;

import dev.lanewise.gradient.Inference;
import dev.lanewise.op.Reshape;
import dev.lanewise.op.Slice;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What a {@link TransformerLanguageModel} keeps of the tokens it has seen: the keys and values of each layer. */
final class TransformerState implements LanguageModel.State {

    private final TransformerLanguageModel model;
    private final int sequences;
    private final List<KeyValueCache> caches;
    private int length;

    private TransformerState(TransformerLanguageModel model, int sequences, List<KeyValueCache> caches, int length) {
        this.model = model;
        this.sequences = sequences;
        this.caches = caches;
        this.length = length;
    }

    static TransformerState empty(TransformerLanguageModel model, int sequences) {
        if (sequences < 1) {
            throw new IllegalArgumentException("language model: expected at least 1 sequence, found " + sequences);
        }
        return new TransformerState(model, sequences,
                model.blocks().layers().stream().map(layer -> new KeyValueCache(layer.attention(), sequences)).toList(), 0);
    }

    @Override
    public int sequences() {
        return sequences;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Tensor advance(IntTensor tokens) {
        Shape shape = tokens.shape();
        if (shape.rank() != 2 || shape.dimension(0) != sequences || shape.dimension(1) < 1) {
            throw new IllegalArgumentException("language model: expected tokens [" + sequences + ", steps] with at least one step, found " + shape);
        }
        int steps = shape.dimension(1);
        if (length + (long) steps > model.context()) {
            throw new IllegalArgumentException("language model: " + steps + " tokens after " + length + " are more than the context of "
                    + model.context() + "; begin again with the last of them");
        }
        Tensor logits = Inference.of(() -> last(tokens, steps)).copy();
        length += steps;
        return logits;
    }

    private Tensor last(IntTensor tokens, int steps) {
        Tensor x = model.embed(tokens, length);
        List<TransformerEncoderLayer> layers = model.blocks().layers();
        for (int i = 0; i < layers.size(); i++) {
            KeyValueCache cache = caches.get(i);
            x = layers.get(i).run(x, part -> cache.attend(part, length));
        }
        Tensor end = Slice.slice(x, 1, steps - 1, steps);                               // [sequences, 1, width]
        return model.logits(Reshape.reshape(end, x.shape().without(1)));
    }

    @Override
    public LanguageModel.State select(int... chosen) {
        if (chosen.length == 0 || Arrays.stream(chosen).anyMatch(n -> n < 0 || n >= sequences)) {
            throw new IllegalArgumentException("language model: expected some of the sequences 0 to " + (sequences - 1) + ", found "
                    + Arrays.toString(chosen));
        }
        int[] copy = chosen.clone();
        return new TransformerState(model, copy.length, caches.stream().map(cache -> cache.select(length, copy)).toList(), length);
    }
}
