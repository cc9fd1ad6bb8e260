package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.io.series.SeriesEncoding;
import dev.lanewise.io.table.TableEncoding;
import dev.lanewise.io.text.TextEncoding;
import dev.lanewise.io.text.Vocabulary;
import dev.lanewise.layers.LanguageModel;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerTypes;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.samples.sequence.EncoderDecoder;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A model in a file, which is one of the engine's layers or of the samples. */
record TrainedModel(Path file, SavedModel saved) {

    private static final LayerTypes TYPES = LayerTypes.builtIn().with(EncoderDecoder.class);

    /** What a model is for, and with that, which data it needs. */
    sealed interface Use {

        /** Rows of a table to say the class of, or the value. */
        record Rows(TableEncoding encoding) implements Use {}

        /** Texts to say the class of. */
        record Texts(TextEncoding encoding) implements Use {}

        /** A text to go on with. */
        record Writing(LanguageModel writer, TextEncoding encoding) implements Use {}

        /** Questions to answer. */
        record Questions(EncoderDecoder answerer, Vocabulary vocabulary) implements Use {}

        /** A time series to forecast. */
        record Forecasts(SeriesEncoding encoding) implements Use {}

        /**
         * Images to say the class of, or to draw again.
         *
         * @param input the shape of one image
         */
        record Images(Shape input) implements Use {}

        /** What it is called, for people. */
        default String subject() {
            return switch (this) {
                case Rows _ -> "tables";
                case Texts _, Writing _ -> "texts";
                case Questions _ -> "questions";
                case Forecasts _ -> "a time series";
                case Images _ -> "images";
            };
        }
    }

    static TrainedModel read(Path file) throws IOException {
        return new TrainedModel(file, SavedModel.read(file, TYPES));
    }

    /**
     * What it is for.
     *
     * @throws IOException if neither the model nor the notes on it tell
     */
    Use use() throws IOException {
        ModelNotes notes = saved.notes();
        if (notes.table().isPresent()) {
            return new Use.Rows(notes.table().get());
        }
        if (notes.series().isPresent()) {
            return new Use.Forecasts(notes.series().get());
        }
        if (notes.text().isPresent()) {
            TextEncoding encoding = notes.text().get();
            return switch (model()) {
                case EncoderDecoder answerer -> new Use.Questions(answerer, encoding.vocabulary());
                case LanguageModel writer -> new Use.Writing(writer, encoding);
                default -> new Use.Texts(encoding);
            };
        }
        return new Use.Images(input());
    }

    Layer model() {
        return saved.model();
    }

    /** The shape of one example. */
    Shape input() throws IOException {
        return saved.notes().input().orElseThrow(() -> new IOException(file + ": does not say what its inputs are"));
    }

    /**
     * The classes that it tells apart.
     *
     * @param of what
     * @throws IOException if it does not
     */
    List<String> classes(String of) throws IOException {
        List<String> classes = saved.notes().classes();
        if (classes.isEmpty()) {
            throw new IOException(file + ": this model does not tell classes of " + of);
        }
        return classes;
    }

    /** What it was trained as, if that is known. */
    Optional<Preset> preset() {
        return Preset.find(saved.notes().options().getOrDefault("preset", ""));
    }

    /** The options that it was trained with. */
    SavedOptions options(String advice) {
        return new SavedOptions(file, saved.notes().options(), advice);
    }
}
