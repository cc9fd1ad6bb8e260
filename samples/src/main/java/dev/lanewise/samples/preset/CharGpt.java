package dev.lanewise.samples.preset;

import dev.lanewise.layers.LanguageModel;
import dev.lanewise.layers.TransformerLanguageModel;
import dev.lanewise.layers.TransformerSettings;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.AdamW;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;

/**
 * A small GPT: four causal layers of width 128 with four heads, over windows of 128 characters.
 *
 * <p>It sees some 20 million characters of a text of a million; a model of this size hardly learns them by heart in that time, so that
 * dropout would only slow it down.
 */
final class CharGpt implements LanguagePreset {

    private static final int CONTEXT = 128;
    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    private static final int LAYERS = 4;
    private static final double WEIGHT_DECAY = 0.1;

    @Override
    public String name() {
        return "char-gpt";
    }

    @Override
    public String description() {
        return "transformer of 4 causal layers, width 128, 4 heads, learned positions, context 128";
    }

    @Override
    public LanguageModel build(int vocabulary, Philox random) {
        TransformerSettings settings = TransformerSettings.of(WIDTH, HEADS).layers(LAYERS).preNorm().gelu();
        return TransformerLanguageModel.of(vocabulary, CONTEXT, settings, random);          // [n, ≤ 128] → [n, ≤ 128, vocabulary]
    }

    /** Weights decay; biases and the scales of normalizations do not. */
    @Override
    public Optimizer optimizer(LanguageModel model, double learningRate) {
        Adam rule = AdamW.withLearningRate(learningRate).decays(0.9, 0.99).weightDecay(WEIGHT_DECAY);
        return Optimizer.of(model.parameters(), rule)
                .group("*bias", rule.weightDecay(0))
                .group("*norm*", rule.weightDecay(0))
                .clip(Clipping.globalNorm(1));
    }

    @Override
    public int window() {
        return CONTEXT;
    }

    @Override
    public double learningRate() {
        return 2e-3;
    }

    @Override
    public int batchSize() {
        return 16;
    }

    @Override
    public int epochs() {
        return 20;
    }
}
