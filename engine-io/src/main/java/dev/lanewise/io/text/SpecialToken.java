package dev.lanewise.io.text;

import java.util.Locale;

/** Tokens that stand for no text. Those that a vocabulary has come first in it, in this order. */
public enum SpecialToken {

    /** Fills up short texts. Where it exists its id is 0. */
    PADDING,

    /** Stands for what the vocabulary does not know. */
    UNKNOWN,

    /** Stands before a text. */
    START,

    /** Stands behind a text. */
    END;

    /** As it is written for people: {@code <padding>}. */
    @Override
    public String toString() {
        return "<" + text() + ">";
    }

    /** As it is written in a file: {@code padding}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
