package dev.lanewise.io.text;

import java.util.Map;

/**
 * The tokens that texts are made of, and their ids: 0 to {@link #size} − 1, the special tokens first. It is made from a corpus once, the
 * same corpus giving the same ids, and saved with the model.
 *
 * <pre>{@code
 * var vocabulary = CharacterVocabulary.of(corpus);
 * int[] ids = vocabulary.encode("to be");
 * String text = vocabulary.decode(ids);                            // "to be"
 * }</pre>
 *
 * <p>Vocabularies do not change, and any number of threads may use one.
 */
public sealed interface Vocabulary permits BytePairVocabulary, CharacterVocabulary, WordVocabulary {

    /** In place of the id of a special token that a vocabulary does not have. */
    int NO_TOKEN = -1;

    /** Tokens that any vocabulary may have; files that name more are refused. */
    int MOST_TOKENS = 1 << 20;

    /** How many tokens there are, the special ones included. */
    int size();

    /**
     * The ids of a text, without start and end. What the vocabulary does not know becomes {@link SpecialToken#UNKNOWN}.
     *
     * @throws IllegalArgumentException that says what is not known and where, if there is no such token
     */
    int[] encode(String text);

    /**
     * The text of these ids. Special tokens are left out, but for {@link SpecialToken#UNKNOWN}, which becomes U+FFFD.
     *
     * @throws IllegalArgumentException if an id is not in 0 to {@link #size} − 1
     */
    String decode(int... ids);

    /**
     * One token for people: its text, or the name of a special one.
     *
     * @throws IllegalArgumentException if the id is not in 0 to {@link #size} − 1
     */
    String token(int id);

    /** The id of a special token, or {@link #NO_TOKEN} if the vocabulary does not have it. */
    int id(SpecialToken token);

    /** As plain data, to be kept in a file: maps, lists, texts, numbers and truth values. */
    Map<String, Object> describe();

    /**
     * From plain data, as {@link #describe} gives it.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    static Vocabulary of(Map<String, ?> description) {
        String kind = Described.text("kind", description.get("kind"));
        return switch (kind) {
            case CharacterVocabulary.KIND -> CharacterVocabulary.read(description);
            case WordVocabulary.KIND -> WordVocabulary.read(description);
            case BytePairVocabulary.KIND -> BytePairVocabulary.read(description);
            default -> throw new IllegalArgumentException("vocabulary: there is no kind \"" + Described.shown(kind) + "\"");
        };
    }
}
