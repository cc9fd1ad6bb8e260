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

/**
 * The words in both directions, and two layers on what is known at both ends: 714,946 parameters for two classes. So many must be protected
 * from learning a few thousand sentences by heart, hence the dropout.
 *
 * @param length how many words of a text it reads
 */
record BidirectionalText(String name, String description, int length, WordRules rules, int epochs) implements TextPreset {

    private static final String NETWORK = "embedding 64, bidirectional LSTM 64, dense 64, for ";

    /** Unwanted text messages, in which telephone numbers of one length are one word. */
    static final BidirectionalText SMS_SPAM = new BidirectionalText("sms-spam", NETWORK + "short messages", 100,
            WordRules.usual().withDigitsAlike(), 5);

    /** Praise or complaint. */
    static final BidirectionalText SENTIMENT = new BidirectionalText("sentiment", NETWORK + "a few thousand sentences", 50,
            WordRules.usual(), 10);

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
}
