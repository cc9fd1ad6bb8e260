package dev.lanewise.io.checkpoint;

import dev.lanewise.io.series.SeriesEncoding;
import dev.lanewise.io.table.TableEncoding;
import dev.lanewise.io.text.TextEncoding;
import dev.lanewise.io.text.Vocabulary;
import dev.lanewise.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program wants to know about a model beside its architecture and parameters. It is kept in the checkpoint.
 *
 * @param input the shape of one example, without the batch: {@code [1, 28, 28]}
 * @param classes the names of the classes, in the order of the outputs; empty if the model does not classify
 * @param table how rows of a table become inputs, if the model is for a table
 * @param text how texts become inputs, if the model is for texts
 * @param series how a series becomes inputs, and answers become forecasts, if the model is for a series
 * @param options whatever the program that made the model wants to remember, such as the options of the run
 */
public record ModelNotes(Optional<Shape> input, List<String> classes, Optional<TableEncoding> table, Optional<TextEncoding> text,
        Optional<SeriesEncoding> series, Map<String, String> options) {

    /** Copies the list and the map. */
    public ModelNotes {
        classes = List.copyOf(classes);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** Notes on a model that is for images or arrays. */
    public ModelNotes(Optional<Shape> input, List<String> classes, Map<String, String> options) {
        this(input, classes, Optional.empty(), Optional.empty(), Optional.empty(), options);
    }

    /** Nothing is known. */
    public static ModelNotes none() {
        return new ModelNotes(Optional.empty(), List.of(), Map.of());
    }

    /** Notes on a model for rows of a table. */
    public static ModelNotes table(TableEncoding encoding) {
        return new ModelNotes(Optional.of(encoding.inputShape()), encoding.classes(), Optional.of(encoding), Optional.empty(), Optional.empty(), Map.of());
    }

    /** Notes on a classifier of texts. */
    public static ModelNotes text(TextEncoding encoding, List<String> classes) {
        return new ModelNotes(Optional.of(encoding.inputShape()), classes, Optional.empty(), Optional.of(encoding), Optional.empty(), Map.of());
    }

    /** Notes on a model that forecasts a series. */
    public static ModelNotes series(SeriesEncoding encoding) {
        return new ModelNotes(Optional.of(encoding.inputShape()), List.of(), Optional.empty(), Optional.empty(), Optional.of(encoding), Map.of());
    }

    /**
     * Notes on a model that tells which token comes next.
     *
     * @param context the length of the windows that it was trained with
     */
    public static ModelNotes languageModel(Vocabulary vocabulary, int context) {
        return text(TextEncoding.of(vocabulary, context), List.of());
    }

    /** Notes on a classifier. */
    public static ModelNotes classifier(Shape input, List<String> classes) {
        return new ModelNotes(Optional.of(input), classes, Map.of());
    }

    /** These notes with other options. */
    public ModelNotes with(Map<String, String> newOptions) {
        return new ModelNotes(input, classes, table, text, series, newOptions);
    }
}
