package dev.lanewise.samples.preset;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Something that can be trained by its name, and how it is usually trained. */
public interface Recipe {

    /** The names of all of them, as people list them: {@code a, b or c}. */
    static String names() {
        List<String> names = all().map(Recipe::name).toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    /** All of them: for images, tables, labelled texts, time series, texts to go on with, and questions. */
    static Stream<Recipe> all() {
        return Stream.of(Preset.all(), TablePreset.all(), TextPreset.all(), SeriesPreset.all(), LanguagePreset.all(),
                SequencePreset.all()).flatMap(List::stream);
    }

    /** The one with this name. */
    static Optional<Recipe> find(String name) {
        return all().filter(recipe -> recipe.name().equals(name)).findFirst();
    }

    /** What it is called on the command line. */
    String name();

    /** One line for people. */
    String description();

    /** Adam's learning rate. */
    double learningRate();

    /** Examples in a batch. */
    int batchSize();

    /** How often the training goes through the data. */
    int epochs();
}
