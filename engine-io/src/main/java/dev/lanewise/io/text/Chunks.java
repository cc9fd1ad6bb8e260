package dev.lanewise.io.text;

import java.util.function.Consumer;

/**
 * Cuts a text into the pieces that no byte pair crosses: words, numbers, runs of signs and of white space, each with the one space before
 * it, as GPT-2 does (Radford et al. 2019). One after the other they are the text again.
 */
final class Chunks {

    /** Code points in a piece: what takes time or memory by the square of its length stays small. */
    static final int LONGEST = 64;

    private enum Kind { SPACE, LETTER, DIGIT, SIGN }

    private Chunks() {}

    static void forEach(String text, Consumer<String> action) {
        for (int from = 0; from < text.length();) {
            int to = end(text, from);
            action.accept(text.substring(from, to));
            from = to;
        }
    }

    private static int end(String text, int from) {
        boolean leading = text.charAt(from) == ' ' && from + 1 < text.length() && kind(text.codePointAt(from + 1)) != Kind.SPACE;
        int at = leading ? from + 1 : from;
        Kind kind = kind(text.codePointAt(at));
        int count = leading ? 1 : 0;
        int previous = at;
        while (at < text.length() && count < LONGEST && kind(text.codePointAt(at)) == kind) {
            previous = at;
            at += Character.charCount(text.codePointAt(at));
            count++;
        }
        // of several spaces before a word, the last one belongs to the word
        boolean gives = kind == Kind.SPACE && count > 1 && at < text.length() && text.charAt(previous) == ' '
                && kind(text.codePointAt(at)) != Kind.SPACE;
        return gives ? previous : at;
    }

    private static Kind kind(int character) {
        if (Character.isWhitespace(character)) {
            return Kind.SPACE;
        }
        if (Character.isLetter(character) || Character.getType(character) == Character.NON_SPACING_MARK) {
            return Kind.LETTER;
        }
        return Character.isDigit(character) ? Kind.DIGIT : Kind.SIGN;
    }
}
