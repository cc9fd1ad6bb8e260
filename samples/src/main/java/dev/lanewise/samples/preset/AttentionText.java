package dev.lanewise.samples.preset;

import dev.lanewise.layers.AttentionClassifier;
import dev.lanewise.layers.AttentionPooling;
import dev.lanewise.layers.Dropout;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.random.Philox;

/** No recurrence: the mean of the words' vectors, weighed by what is learned to be important. Trained in seconds. */
final class AttentionText implements TextPreset {

    @Override
    public String name() {
        return "attention";
    }

    @Override
    public String description() {
        return "embedding 64, pooling by attention of 32 units, for any texts";
    }

    @Override
    public Layer build(int classes, Philox random) {
        return new AttentionClassifier(
                TextPreset.words(64, random), null, null,               // [n, time, 64]
                AttentionPooling.of(64, 32, random),                    // [n, 64]
                Dropout.of(0.5, random),
                Linear.of(64, classes, random));                        // [n, classes] logits
    }

    @Override
    public int length() {
        return 200;
    }

    @Override
    public double learningRate() {
        return 3e-3;
    }
}
