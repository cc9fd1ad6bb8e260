package dev.lanewise.samples.preset;

import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.RecurrentClassifier;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;

/** Praise or complaint: as for spam, but for few sentences, against which it has to be protected from learning them by heart. */
final class Sentiment implements TextPreset {

    @Override
    public String name() {
        return "sentiment";
    }

    @Override
    public String description() {
        return "embedding 64, bidirectional LSTM 64, dense 64, for a few thousand sentences";
    }

    @Override
    public Layer build(int classes, Philox random) {
        return new RecurrentClassifier(
                TextPreset.words(64, random),                                       // [n, time, 64]
                Lstm.of(64, 64, 1, true, random),                                   // [n, 128], the last states
                Sequential.of(Dropout.of(0.5, random),
                        Linear.of(128, 64, random), new Relu(), Dropout.of(0.5, random), // [n, 64]
                        Linear.of(64, classes, random)));                           // [n, classes] logits
    }

    @Override
    public int length() {
        return 50;
    }

    @Override
    public int epochs() {
        return 10;
    }
}
