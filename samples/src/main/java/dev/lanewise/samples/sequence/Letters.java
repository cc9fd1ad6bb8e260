package dev.lanewise.samples.sequence;

import dev.lanewise.generation.BeamSearch;
import dev.lanewise.generation.Generator;
import dev.lanewise.generation.Sampling;
import dev.lanewise.generation.Stop;
import dev.lanewise.io.text.CharacterVocabulary;
import dev.lanewise.io.text.SpecialToken;
import dev.lanewise.io.text.Vocabulary;
import dev.lanewise.layers.LanguageModel;

/**
 * How questions and answers become tokens: a question is filled up with spaces, an answer with the token that ends it.
 *
 * @param vocabulary the letters, a token for the beginning of an answer, and one for its end
 * @param questionLength how many letters a question has at most
 */
public record Letters(Vocabulary vocabulary, int questionLength) {

    /** These letters. */
    public static Letters of(String letters, int questionLength) {
        return new Letters(CharacterVocabulary.of(letters, SpecialToken.START, SpecialToken.END), questionLength);
    }

    /**
     * The tokens of a question.
     *
     * @throws IllegalArgumentException if it is empty or too long, or has a letter that the vocabulary does not have
     */
    public int[] question(String text) {
        if (text.isBlank() || text.length() > questionLength) {
            throw new IllegalArgumentException("expected a question of 1 to " + questionLength + " letters, found \"" + text + "\"");
        }
        return vocabulary.encode(text + " ".repeat(questionLength - text.length()));
    }

    /** Writes a question, then what comes before each token of its answer; and the tokens of the answer, at least one end among them. */
    public void write(String question, String answer, float[] inputs, int inputOffset, float[] targets, int targetOffset, int steps) {
        int[] asked = question(question);
        int[] answered = vocabulary.encode(answer);
        for (int i = 0; i < asked.length; i++) {
            inputs[inputOffset + i] = asked[i];
        }
        for (int t = 0; t < steps; t++) {
            targets[targetOffset + t] = t < answered.length ? answered[t] : vocabulary.id(SpecialToken.END);
            inputs[inputOffset + asked.length + t] = t == 0 ? vocabulary.id(SpecialToken.START) : targets[targetOffset + t - 1];
        }
    }

    /** The most probable answer, letter by letter. */
    public String answer(EncoderDecoder model, String question, int length) {
        return answer(model, question, length, Sampling.greedy(), 0);
    }

    /** An answer whose letters are drawn. */
    public String answer(EncoderDecoder model, String question, int length, Sampling sampling, long seed) {
        return text(Generator.of(asked(model, question)).sampling(sampling).seed(seed).stop(atEnd()).generate(start(), length));
    }

    /** The answer that a search with so many beams finds. */
    public String search(EncoderDecoder model, String question, int length, int beams) {
        return text(BeamSearch.of(asked(model, question), beams).stop(atEnd()).generate(start(), length));
    }

    private LanguageModel asked(EncoderDecoder model, String question) {
        return model.answering(question(question));
    }

    private Stop atEnd() {
        return Stop.at(vocabulary.id(SpecialToken.END));
    }

    private int[] start() {
        return new int[] {vocabulary.id(SpecialToken.START)};
    }

    private String text(int... tokens) {
        return vocabulary.decode(tokens);
    }
}
