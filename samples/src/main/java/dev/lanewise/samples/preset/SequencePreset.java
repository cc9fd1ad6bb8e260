package dev.lanewise.samples.preset;

import dev.lanewise.random.Philox;
import java.util.List;
import java.util.Optional;

/** Questions and answers in letters, which the program makes itself, for an encoder and a decoder with attention. */
public interface SequencePreset extends Recipe {

    /** All of them. */
    static List<SequencePreset> all() {
        return List.of(new Reverse(), new Addition());
    }

    /** The one with this name. */
    static Optional<SequencePreset> find(String name) {
        return all().stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /** The letters that questions and answers are made of. */
    String letters();

    /** A question; short ones are filled up with spaces. */
    String question(Philox random);

    /**
     * The answer.
     *
     * @throws IllegalArgumentException if this is no question
     */
    String answer(String question);

    /** How many letters a question has at most. */
    int questionLength();

    /** How many letters an answer has at most. */
    int answerLength();

    /** How many different questions to train on. */
    int questions();

    /** The width of all layers. */
    default int width() {
        return 128;
    }

    @Override
    default double learningRate() {
        return 2e-3;
    }

    @Override
    default int batchSize() {
        return 64;
    }
}
