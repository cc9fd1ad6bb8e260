package dev.lanewise.io.text;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a text becomes the input of a model: ids by a vocabulary, then exactly {@code length} of them. Saved with the model, so that a
 * prediction from a text needs nothing else.
 *
 * @param vocabulary the tokens
 * @param length of every input
 * @param padding where short texts are filled up with {@link SpecialToken#PADDING}
 * @param truncation where long texts are cut off
 * @param bounds whether {@link SpecialToken#START} and {@link SpecialToken#END}, if the vocabulary has them, are put around every text
 */
public record TextEncoding(Vocabulary vocabulary, int length, Side padding, Side truncation, boolean bounds) {

    private static final int LONGEST = 1 << 20;

    /** A side of a text. */
    public enum Side {
        /** Before its beginning. */
        LEFT,
        /** After its end. */
        RIGHT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is not in 1 to 2²⁰, or leaves no room for a token between the bounds
     */
    public TextEncoding {
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("text: expected a length from 1 to " + LONGEST + ", found " + length);
        }
        if (length <= boundsOf(vocabulary, bounds)) {
            throw new IllegalArgumentException("text: a length of " + length + " leaves no room between start and end");
        }
    }

    /** Filled up and cut off at the end, without start and end. */
    public static TextEncoding of(Vocabulary vocabulary, int length) {
        return new TextEncoding(vocabulary, length, Side.RIGHT, Side.RIGHT, false);
    }

    /** This encoding with padding on another side. */
    public TextEncoding padding(Side side) {
        return new TextEncoding(vocabulary, length, side, truncation, bounds);
    }

    /** This encoding that cuts off at another side. */
    public TextEncoding truncation(Side side) {
        return new TextEncoding(vocabulary, length, padding, side, bounds);
    }

    /** This encoding with start and end around every text. */
    public TextEncoding withBounds() {
        return new TextEncoding(vocabulary, length, padding, truncation, true);
    }

    private static int boundsOf(Vocabulary vocabulary, boolean bounds) {
        return bounds ? (vocabulary.id(SpecialToken.START) < 0 ? 0 : 1) + (vocabulary.id(SpecialToken.END) < 0 ? 0 : 1) : 0;
    }

    /** The shape of one input: {@code [length]}. */
    public Shape inputShape() {
        return Shape.of(length);
    }

    /**
     * The ids of one text, {@code length} of them.
     *
     * @throws IllegalArgumentException if there is no token in the text; one is not known, and the vocabulary has no token for that; or the
     *     text is shorter than {@code length}, and the vocabulary has no padding
     */
    public int[] encode(String text) {
        int[] ids = vocabulary.encode(text);
        if (ids.length == 0) {
            throw new IllegalArgumentException("text: there is nothing in the text \"" + Described.shown(text) + "\" that could be encoded");
        }
        int start = bounds ? vocabulary.id(SpecialToken.START) : Vocabulary.NO_TOKEN;
        int end = bounds ? vocabulary.id(SpecialToken.END) : Vocabulary.NO_TOKEN;
        int kept = Math.min(ids.length, length - boundsOf(vocabulary, bounds));
        int from = truncation == Side.RIGHT ? 0 : ids.length - kept;
        int used = kept + boundsOf(vocabulary, bounds);
        int[] encoded = new int[length];
        if (used < length) {
            int filler = vocabulary.id(SpecialToken.PADDING);
            if (filler == Vocabulary.NO_TOKEN) {
                throw new IllegalArgumentException("text: expected at least " + length + " tokens, found " + used
                        + "; the vocabulary has no padding to fill them up with");
            }
            Arrays.fill(encoded, filler);
        }
        int at = padding == Side.RIGHT ? 0 : length - used;
        if (start != Vocabulary.NO_TOKEN) {
            encoded[at++] = start;
        }
        System.arraycopy(ids, from, encoded, at, kept);
        if (end != Vocabulary.NO_TOKEN) {
            encoded[at + kept] = end;
        }
        return encoded;
    }

    /**
     * One text as the input of a model, {@code [1, length]}: whole numbers as floats.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    public Tensor input(String text) {
        Tensor input = Tensor.zeros(Shape.of(1, length));
        copyInput(text, input.array(), 0);
        return input;
    }

    /**
     * An input as far as it is a text again: what the vocabulary makes of its ids, without padding, start and end.
     *
     * @param input whole numbers as floats, of any shape
     * @throws IllegalArgumentException if an id is not one of the vocabulary
     */
    public String decode(Tensor input) {
        int[] ids = new int[input.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) input.array()[i];
        }
        return vocabulary.decode(ids);
    }

    /** Writes one text to {@code values} from {@code offset} on. */
    void copyInput(String text, float[] values, int offset) {
        int[] ids = encode(text);
        for (int i = 0; i < length; i++) {
            values[offset + i] = ids[i];
        }
    }

    /** As plain data, to be kept in a file: maps, lists, texts, numbers and truth values. */
    public Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("length", length);
        map.put("padding", padding.text());
        map.put("truncation", truncation.text());
        map.put("bounds", bounds);
        map.put("vocabulary", vocabulary.describe());
        return map;
    }

    /**
     * From plain data, as {@link #describe} gives it.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    public static TextEncoding of(Map<String, ?> description) {
        Described.requireMembers(description, "length", "padding", "truncation", "bounds", "vocabulary");
        @SuppressWarnings("unchecked") // its names are texts, as all names in a file, and its values are looked at one by one
        Map<String, ?> vocabulary = (Map<String, ?>) Described.map("vocabulary", description.get("vocabulary"));
        return new TextEncoding(Vocabulary.of(vocabulary), Described.number("length", description.get("length"), 1, LONGEST),
                side("padding", description.get("padding")), side("truncation", description.get("truncation")),
                Described.truth("bounds", description.get("bounds")));
    }

    private static Side side(String name, @Nullable Object found) {
        String text = Described.text(name, found);
        for (Side side : Side.values()) {
            if (side.text().equals(text)) {
                return side;
            }
        }
        throw new IllegalArgumentException("text: expected left or right as \"" + name + "\", found " + Described.shown(text));
    }

    /** For people: how long, and of what. */
    @Override
    public String toString() {
        return length + " tokens out of " + vocabulary;
    }
}
