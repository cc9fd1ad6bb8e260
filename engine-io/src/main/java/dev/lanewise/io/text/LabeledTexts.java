package dev.lanewise.io.text;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.data.ArrayExamples;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.data.Split;
import dev.lanewise.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts and the class of each, as {@link TextFiles} reads them.
 *
 * <pre>{@code
 * var parts = TextFiles.read(Path.of("SMSSpamCollection")).split(1, 0.8, 0.2);
 * var vocabulary = WordVocabulary.of(parts.get(0).texts(), WordRules.usual(), 10_000, 2, SpecialToken.PADDING, SpecialToken.UNKNOWN);
 * var encoding = TextEncoding.of(vocabulary, 100);                 // words of the training texts alone
 * Examples train = parts.get(0).encode(encoding), test = parts.get(1).encode(encoding);
 * }</pre>
 */
public final class LabeledTexts {

    private final List<Place> places;
    private final List<String> texts;
    private final int[] labels;
    private final List<String> classes;

    /**
     * Where a text stands.
     *
     * @param line counted from 1; 0 if the text is the whole file
     */
    record Place(Path file, long line) {
        FileFormatException problem(String what) {
            return new FileFormatException(file, (line == 0 ? "" : "line " + line + ": ") + what);
        }

        @Override
        public String toString() {
            return line == 0 ? file.toString() : file + ":" + line;
        }
    }

    private LabeledTexts(List<Place> places, List<String> texts, int[] labels, List<String> classes) {
        this.places = List.copyOf(places);
        this.texts = List.copyOf(texts);
        this.labels = labels;
        this.classes = List.copyOf(classes);
    }

    /** Texts from files, with the names of their classes, which are numbered in the order of their letters. */
    static LabeledTexts of(List<Place> places, List<String> texts, List<String> names) {
        List<String> classes = names.stream().distinct().sorted().toList();
        return new LabeledTexts(places, texts, names.stream().mapToInt(classes::indexOf).toArray(), classes);
    }

    /** How many there are. */
    public int size() {
        return labels.length;
    }

    /** The texts. */
    public List<String> texts() {
        return texts;
    }

    /** The names of the classes, in the order of their numbers. */
    public List<String> classes() {
        return classes;
    }

    /** The number of the class of one text. */
    public int label(int index) {
        return labels[index];
    }

    /** Where one text stands, for people: file and line. */
    public String place(int index) {
        return places.get(index).toString();
    }

    /**
     * Parts in each of which the classes have the shares that they have in the whole. See {@link Split#stratified(int[], long, double...)}.
     *
     * @throws IllegalArgumentException if the shares cannot be had
     */
    public List<LabeledTexts> split(long seed, double... shares) {
        return Split.stratified(labels, seed, shares).stream().map(this::part).toList();
    }

    /**
     * These texts alone, in this order.
     *
     * @throws IndexOutOfBoundsException if there is no text of one of these numbers
     */
    public LabeledTexts part(int... indices) {
        return new LabeledTexts(Arrays.stream(indices).mapToObj(places::get).toList(), Arrays.stream(indices).mapToObj(texts::get).toList(),
                Arrays.stream(indices).map(index -> labels[index]).toArray(), classes);
    }

    /**
     * These texts with the numbers that a model gave to their classes.
     *
     * @throws FileFormatException that names a text whose class is none of these
     */
    public LabeledTexts withClasses(List<String> trained) throws FileFormatException {
        int[] numbers = new int[size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = trained.indexOf(classes.get(labels[i]));
            if (numbers[i] < 0) {
                throw places.get(i).problem("expected one of the classes " + trained + ", found \"" + Described.shown(classes.get(labels[i])) + "\"");
            }
        }
        return new LabeledTexts(places, texts, numbers, trained);
    }

    /**
     * These texts as examples.
     *
     * @throws FileFormatException that names a text which cannot be encoded
     */
    public Examples encode(TextEncoding encoding) throws FileFormatException {
        float[] values = new float[Shape.of(size(), encoding.length()).size()];
        for (int i = 0; i < size(); i++) {
            try {
                encoding.copyInput(texts.get(i), values, i * encoding.length());
            } catch (IllegalArgumentException e) {
                FileFormatException problem = places.get(i).problem(String.valueOf(e.getMessage()));
                problem.initCause(e);
                throw problem;
            }
        }
        return ArrayExamples.classified(encoding.inputShape(), values, labels.clone(), classes.size());
    }

    /** All of these and then all of those. */
    LabeledTexts and(LabeledTexts others) {
        List<Place> allPlaces = new ArrayList<>(places);
        allPlaces.addAll(others.places);
        List<String> allTexts = new ArrayList<>(texts);
        allTexts.addAll(others.texts);
        return of(allPlaces, allTexts, IntStream.range(0, size() + others.size())
                .mapToObj(i -> i < size() ? classes.get(labels[i]) : others.classes.get(others.labels[i - size()])).toList());
    }

    /** For people: how many texts of how many classes. */
    @Override
    public String toString() {
        return size() + " texts of " + classes.size() + " classes";
    }
}
