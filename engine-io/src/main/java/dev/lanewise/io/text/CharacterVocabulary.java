package dev.lanewise.io.text;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The characters of a corpus: each Unicode code point is a token, in the order of the code points. For every text of known characters
 * {@code decode(encode(text))} is the text.
 */
public final class CharacterVocabulary implements Vocabulary {

    static final String KIND = "characters";

    private static final int MOST_CHARACTERS = 1 << 16;

    private final SpecialTokens special;
    private final int[] characters;
    private final Int2IntOpenHashMap idOfCharacter;

    private CharacterVocabulary(SpecialTokens special, int[] characters) {
        this.special = special;
        this.characters = characters;
        this.idOfCharacter = new Int2IntOpenHashMap(characters.length);
        idOfCharacter.defaultReturnValue(NO_TOKEN);
        for (int i = 0; i < characters.length; i++) {
            idOfCharacter.put(characters[i], special.count() + i);
        }
        if (characters.length == 0) {
            throw new IllegalArgumentException("vocabulary: expected at least one character, found an empty text");
        }
    }

    /**
     * The characters of this text. Half a surrogate pair is none of them.
     *
     * @param tokens special tokens; without {@link SpecialToken#UNKNOWN}, a character that the text does not have cannot be encoded
     * @throws IllegalArgumentException if there are no characters, or more than 65,536
     */
    public static CharacterVocabulary of(String corpus, SpecialToken... tokens) {
        return of(List.of(corpus), tokens);
    }

    /** The characters of these texts, as {@link #of(String, SpecialToken...)}. */
    public static CharacterVocabulary of(Iterable<String> texts, SpecialToken... tokens) {
        IntOpenHashSet found = new IntOpenHashSet();
        texts.forEach(text -> text.codePoints().filter(CharacterVocabulary::isWhole).forEach(found::add));
        int[] characters = found.toIntArray();
        Arrays.sort(characters);
        if (characters.length > MOST_CHARACTERS) {
            throw new IllegalArgumentException("vocabulary: expected at most " + MOST_CHARACTERS + " different characters, found "
                    + characters.length + "; use byte pairs");
        }
        return new CharacterVocabulary(SpecialTokens.of(tokens), characters);
    }

    private static boolean isWhole(int character) {
        return character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE;
    }

    @Override
    public int size() {
        return special.count() + characters.length;
    }

    @Override
    public int[] encode(String text) {
        return encode(text, 0);
    }

    /** The ids of a part of a text that begins at {@code offset}, by which errors count. */
    int[] encode(String text, int offset) {
        int unknown = special.id(SpecialToken.UNKNOWN);
        int[] ids = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length();) {
            int character = text.codePointAt(i);
            int id = idOfCharacter.get(character);
            if (id == NO_TOKEN && unknown == NO_TOKEN) {
                throw new IllegalArgumentException("vocabulary: character " + (offset + i) + " of the text, "
                        + (isWhole(character) ? "'" + Character.toString(character) + "' " : "") + String.format("(U+%04X)", character)
                        + ", is none of the " + characters.length + " that the corpus had; leave it out, or make the vocabulary with UNKNOWN");
            }
            ids[count++] = id == NO_TOKEN ? unknown : id;
            i += Character.charCount(character);
        }
        return Arrays.copyOf(ids, count);
    }

    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder(ids.length);
        for (int id : ids) {
            int index = SpecialTokens.checked(id, size()) - special.count();
            if (index >= 0) {
                text.appendCodePoint(characters[index]);
            } else if (id == special.id(SpecialToken.UNKNOWN)) {
                text.append(SpecialTokens.REPLACEMENT);
            }
        }
        return text.toString();
    }

    @Override
    public String token(int id) {
        int index = SpecialTokens.checked(id, size()) - special.count();
        return index < 0 ? special.tokens().get(id).toString() : Character.toString(characters[index]);
    }

    @Override
    public int id(SpecialToken token) {
        return special.id(token);
    }

    @Override
    public Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("special", special.describe());
        map.put("characters", new String(characters, 0, characters.length));
        return map;
    }

    static CharacterVocabulary read(Map<String, ?> description) {
        Described.requireMembers(description, "kind", "special", "characters");
        return read(SpecialTokens.read(description.get("special")), Described.text("characters", description.get("characters")));
    }

    /** From the characters as they are kept in a file. */
    static CharacterVocabulary read(SpecialTokens special, String text) {
        CharacterVocabulary vocabulary = of(text, special.tokens().toArray(SpecialToken[]::new));
        if (!text.equals(vocabulary.describe().get("characters"))) {
            throw new IllegalArgumentException("vocabulary: expected characters in the order of their code points, each once, found "
                    + Described.shown(text));
        }
        return vocabulary;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharacterVocabulary that && special.equals(that.special) && Arrays.equals(characters, that.characters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(characters);
    }

    /** For people: how many characters. */
    @Override
    public String toString() {
        return size() + " characters";
    }
}
