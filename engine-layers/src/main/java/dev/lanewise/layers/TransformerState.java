package dev.lanewise.layers;

import dev.lanewise.gradient.Inference;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** What a {@link TransformerLanguageModel} keeps of the tokens it has seen: the keys and values of each layer. */
final class TransformerState extends LanguageModelState {

    private final TransformerLanguageModel model;
    private final List<KeyValueCache> caches;

    private TransformerState(TransformerLanguageModel model, int sequences, List<KeyValueCache> caches, int length) {
        super(sequences, length, model.context());
        this.model = model;
        this.caches = caches;
    }

    static TransformerState empty(TransformerLanguageModel model, int sequences) {
        return new TransformerState(model, sequences,
                model.blocks().layers().stream().map(layer -> new KeyValueCache(layer.attention(), sequences)).toList(), 0);
    }

    @Override
    protected Tensor read(IntTensor tokens) {
        return Inference.kept(() -> last(tokens));
    }

    private Tensor last(IntTensor tokens) {
        Tensor x = model.embed(tokens, length());
        List<TransformerEncoderLayer> layers = model.blocks().layers();
        for (int i = 0; i < layers.size(); i++) {
            KeyValueCache cache = caches.get(i);
            x = layers.get(i).run(x, part -> cache.attend(part, length()));
        }
        return model.logits(LastStep.of(x));
    }

    @Override
    protected LanguageModel.State selected(int... chosen) {
        return new TransformerState(model, chosen.length, caches.stream().map(cache -> cache.select(length(), chosen)).toList(), length());
    }
}
