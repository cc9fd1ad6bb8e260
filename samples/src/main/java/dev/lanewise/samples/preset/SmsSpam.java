package dev.lanewise.samples.preset;

import dev.lanewise.io.text.WordRules;
import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Lstm;
import dev.lanewise.layers.RecurrentClassifier;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;

/** Unwanted text messages: the words in both directions, and two layers on what is known at both ends. 714,946 parameters. */
final class SmsSpam implements TextPreset {

    @Override
    public String name() {
        return "sms-spam";
    }

    @Override
    public String description() {
        return "embedding 64, bidirectional LSTM 64, dense 64, for short messages";
    }

    @Override
    public Layer build(int classes, Philox random) {
        return new RecurrentClassifier(
                TextPreset.words(64, random),                               // [n, time, 64]
                Lstm.of(64, 64, 1, true, random),                           // [n, 128], the last states
                Sequential.of(Dropout.of(0.5, random),
                        Linear.of(128, 64, random), new Relu(),             // [n, 64]
                        Dropout.of(0.5, random),
                        Linear.of(64, classes, random)));                   // [n, classes] logits
    }

    /** Telephone numbers of one length are one word. */
    @Override
    public WordRules rules() {
        return WordRules.usual().withDigitsAlike();
    }

    @Override
    public int epochs() {
        return 5;
    }
}
