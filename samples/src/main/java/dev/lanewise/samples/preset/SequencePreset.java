package dev.lanewise.samples.preset;

import dev.lanewise.random.Philox;
import dev.lanewise.samples.sequence.EncoderDecoder;
import dev.lanewise.samples.sequence.Letters;
import dev.lanewise.tensor.Shape;

/** Questions and answers in letters, which the program makes itself, for an encoder and a decoder with attention. */
public non-sealed interface SequencePreset extends Preset {

    /** The width of all layers. */
    int WIDTH = 128;

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

    /** How many letters the model writes for an answer at most, the end among them. */
    default int answerSteps() {
        return answerLength() + 1;
    }

    /** How questions and answers become tokens. */
    default Letters tokens() {
        return Letters.of(letters(), questionLength());
    }

    /** A new model, with its initial weights from {@code random}. */
    default EncoderDecoder build(Philox random) {
        return EncoderDecoder.of(tokens().vocabulary().size(), WIDTH, questionLength(), random);
    }

    /** The shape of one example: a question, and what comes before each letter of its answer. */
    default Shape input() {
        return Shape.of(questionLength() + answerSteps());
    }

    @Override
    default String subject() {
        return "questions";
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
