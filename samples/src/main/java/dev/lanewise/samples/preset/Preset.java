package dev.lanewise.samples.preset;

import java.util.List;
import java.util.Optional;

/** Something that can be trained by its name, and how it is usually trained. */
public sealed interface Preset permits ImagePreset, TablePreset, TextPreset, SeriesPreset, LanguagePreset, SequencePreset {

    /** All of them: for images, tables, labelled texts, time series, texts to go on with, and questions. */
    static List<Preset> all() {
        return List.of(
                new MnistCnn(), new Mlp(), new MlpWide(), new Lenet(), new ResidualCnn(), new ImageCnn(), new Autoencoder(),
                TablePreset.IRIS, TablePreset.WINE, TablePreset.OPTDIGITS, TablePreset.ANY_TABLE,
                BidirectionalText.SMS_SPAM, BidirectionalText.SENTIMENT, new LstmStack(), new LstmText(), new AttentionText(),
                SeriesPreset.AIRLINE, SeriesPreset.SUNSPOTS, SeriesPreset.ANY_SERIES,
                new CharGpt(), new CharLstm(),
                new Reverse(), new Addition());
    }

    /** The one with this name. */
    static Optional<Preset> find(String name) {
        return all().stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /** The names of all of them, as people list them: {@code a, b or c}. */
    static String names() {
        List<String> names = all().stream().map(Preset::name).toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    /** What it is called on the command line. */
    String name();

    /** One line for people. */
    String description();

    /** What it learns from, for people: {@code images}. */
    String subject();

    /** Adam's learning rate; its usual one where a preset names no other. */
    default double learningRate() {
        return 1e-3;
    }

    /** Examples in a batch; 32 where a preset names no other number. */
    default int batchSize() {
        return 32;
    }

    /** How often the training goes through the data. */
    int epochs();
}
