package dev.lanewise.samples.preset;

import dev.lanewise.layers.LanguageModel;
import dev.lanewise.layers.RecurrentLanguageModel;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;

/** An LSTM that reads a text character by character (Graves, <i>Generating sequences with recurrent neural networks</i>, 2013). */
final class CharLstm implements LanguagePreset {

    private static final int WIDTH = 64;
    private static final int HIDDEN = 256;

    @Override
    public String name() {
        return "char-lstm";
    }

    @Override
    public String description() {
        return "embedding 64, LSTM 256, dense";
    }

    @Override
    public LanguageModel build(int vocabulary, Philox random) {
        return RecurrentLanguageModel.lstm(vocabulary, WIDTH, HIDDEN, 1, random);           // [n, window] → [n, window, vocabulary]
    }

    @Override
    public Optimizer optimizer(LanguageModel model, double learningRate) {
        return Optimizer.of(model.parameters(), Adam.withLearningRate(learningRate)).clip(Clipping.globalNorm(1));
    }

    @Override
    public int window() {
        return 128;
    }

    @Override
    public double learningRate() {
        return 4e-3;
    }

    @Override
    public int batchSize() {
        return 16;
    }

    @Override
    public int epochs() {
        return 12;
    }
}
