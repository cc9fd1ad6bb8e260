package dev.lanewise.samples.preset;

import dev.lanewise.io.text.WordRules;
import dev.lanewise.layers.Embedding;
import dev.lanewise.layers.Initializers;
import dev.lanewise.layers.Layer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;

/** A model that tells the class of a text, and how it is usually trained. Its inputs are the ids of words; id 0 is padding. */
public non-sealed interface TextPreset extends Preset {

    /** The share of the texts that is held out for the test. */
    double TEST_SHARE = 0.2;

    /** Rows of the embedding: at most so many words are known. */
    int WORDS = 10_000;

    /** The id that fills up short texts. */
    int PADDING = 0;

    /**
     * A vector for each word, from N(0, 0.1²). From N(0, 1) the vectors of words that hardly ever occur in training stay large and at
     * random, and in small data sets most words are such.
     */
    static Embedding words(int width, Philox random) {
        return new Embedding(Initializers.normal(0, 0.1f).parameter(Shape.of(WORDS, width), random), PADDING, true).padding(PADDING);
    }

    /** A new model for ids below {@link #WORDS}, with its initial weights from {@code random}. */
    Layer build(int classes, Philox random);

    /** How many words of a text it reads. */
    default int length() {
        return 100;
    }

    /** How texts are cut into words. */
    default WordRules rules() {
        return WordRules.usual();
    }

    @Override
    default String subject() {
        return "texts";
    }

    @Override
    default int epochs() {
        return 6;
    }
}
