package dev.lanewise.samples.preset;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.RecurrentClassifier;
import dev.lanewise.random.Philox;

/** The smallest of its kind: one LSTM reads the text, and its last state tells the class. */
final class LstmText implements TextPreset {

    @Override
    public String name() {
        return "lstm";
    }

    @Override
    public String description() {
        return "embedding 128, LSTM 128, for any texts";
    }

    @Override
    public Layer build(int classes, Philox random) {
        return new RecurrentClassifier(
                TextPreset.words(128, random),                  // [n, time, 128]
                Lstm.of(128, 128, random),                      // [n, 128], the last state
                Linear.of(128, classes, random));               // [n, classes] logits
    }

    @Override
    public int length() {
        return 200;
    }
}
