package dev.lanewise.io.table;

import java.util.Locale;

/**
 * What a column of a table is for.
 *
 * @param name the name in the header, or any other if there is none
 * @param kind what becomes of it
 * @param normalizer for numbers; {@link Normalizer#NONE} for all else
 */
public record Column(String name, Kind kind, Normalizer normalizer) {

    /** What becomes of a column. */
    public enum Kind {
        /** A number: one input. */
        NUMERIC,
        /** A text out of a few: one input for each of them, of which one is 1 ("one-hot"). */
        CATEGORICAL,
        /** The class of the row: the target. */
        LABEL,
        /** A number to be approached: the target. */
        VALUE,
        /** Not used. */
        IGNORED;

        /** As it is written in a file: {@code numeric}. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isTarget() {
            return this == LABEL || this == VALUE;
        }

        boolean isNumber() {
            return this == NUMERIC || this == VALUE;
        }

        boolean isText() {
            return this == CATEGORICAL || this == LABEL;
        }
    }

    /**
     * Checks that only numbers are normalized.
     *
     * @throws IllegalArgumentException if not
     */
    public Column {
        if (normalizer != Normalizer.NONE && !kind.isNumber()) {
            throw new IllegalArgumentException("column " + name + ": only numbers can be normalized, it is " + kind.text());
        }
    }

    /** A number that is standardized. */
    public static Column numeric(String name) {
        return numeric(name, Normalizer.STANDARDIZE);
    }

    /** A number. */
    public static Column numeric(String name, Normalizer normalizer) {
        return new Column(name, Kind.NUMERIC, normalizer);
    }

    /** A text out of a few. */
    public static Column categorical(String name) {
        return new Column(name, Kind.CATEGORICAL, Normalizer.NONE);
    }

    /** The class of the row. */
    public static Column label(String name) {
        return new Column(name, Kind.LABEL, Normalizer.NONE);
    }

    /** A number to be approached, as it is. */
    public static Column value(String name) {
        return value(name, Normalizer.NONE);
    }

    /** A number to be approached. A model answers in normalized numbers; {@link TableEncoding#decodeValue} takes them back. */
    public static Column value(String name, Normalizer normalizer) {
        return new Column(name, Kind.VALUE, normalizer);
    }

    /** A column that is not used. */
    public static Column ignored(String name) {
        return new Column(name, Kind.IGNORED, Normalizer.NONE);
    }
}
