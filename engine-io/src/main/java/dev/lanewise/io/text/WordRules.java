package dev.lanewise.io.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a text is cut into words: runs of letters, marks and digits, with apostrophes between letters ({@code don't}). Ideographs are words
 * of one character. White space is left out.
 *
 * @param lowerCase whether {@code The} and {@code the} are one word
 * @param punctuation whether every other character is a word of its own; otherwise it is left out
 * @param digitsAlike whether all digits become 0, so that telephone numbers of one length are one word
 */
public record WordRules(boolean lowerCase, boolean punctuation, boolean digitsAlike) {

    /** Lower case, with punctuation, digits as they are. */
    public static WordRules usual() {
        return new WordRules(true, true, false);
    }

    /** These rules with all digits as 0. */
    public WordRules withDigitsAlike() {
        return new WordRules(lowerCase, punctuation, true);
    }

    /** The words of a text, in order. */
    public List<String> split(String text) {
        String prepared = lowerCase ? text.toLowerCase(Locale.ROOT) : text;
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < prepared.length();) {
            int character = prepared.codePointAt(i);
            int next = i + Character.charCount(character);
            if (Character.isIdeographic(character)) {
                end(word, words);
                words.add(Character.toString(character));
            } else if (isPartOfWord(character)) {
                word.appendCodePoint(digitsAlike && Character.isDigit(character) ? '0' : character);
            } else if (isApostrophe(character) && !word.isEmpty() && next < prepared.length()
                    && Character.isLetter(word.codePointBefore(word.length())) && Character.isLetter(prepared.codePointAt(next))) {
                word.append('\'');
            } else {
                end(word, words);
                if (punctuation && !isSpace(character)) {
                    words.add(Character.toString(character));
                }
            }
            i = next;
        }
        end(word, words);
        return words;
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isPartOfWord(int character) {
        return Character.isLetterOrDigit(character) || Character.getType(character) == Character.NON_SPACING_MARK
                || Character.getType(character) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isApostrophe(int character) {
        return character == '\'' || character == '\u2019';
    }

    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || Character.isISOControl(character);
    }

    /** As plain data. */
    Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("lower_case", lowerCase);
        map.put("punctuation", punctuation);
        map.put("digits_alike", digitsAlike);
        return map;
    }

    /** From plain data. */
    static WordRules read(@Nullable Object description) {
        Map<?, ?> map = Described.map("rules", description);
        Described.requireMembers(map, "lower_case", "punctuation", "digits_alike");
        return new WordRules(Described.truth("lower_case", map.get("lower_case")), Described.truth("punctuation", map.get("punctuation")),
                Described.truth("digits_alike", map.get("digits_alike")));
    }
}
