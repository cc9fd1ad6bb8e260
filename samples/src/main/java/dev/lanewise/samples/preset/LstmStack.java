package dev.lanewise.samples.preset;

import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.RecurrentClassifier;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;

/** Several layers, in both directions, with dropout between them; texts of different lengths in one batch, of which padding costs nothing. */
final class LstmStack implements TextPreset {

    @Override
    public String name() {
        return "lstm-stack";
    }

    @Override
    public String description() {
        return "embedding 64, two layers of bidirectional LSTM 64 with dropout, for any texts";
    }

    @Override
    public Layer build(int classes, Philox random) {
        return new RecurrentClassifier(
                TextPreset.words(64, random),                                       // [n, time, 64]
                Lstm.of(64, 64, 2, true, random).dropout(0.3, random),              // [n, 128], the last states
                Sequential.of(Dropout.of(0.5, random), Linear.of(128, classes, random)));
    }

    @Override
    public int length() {
        return 200;
    }
}
