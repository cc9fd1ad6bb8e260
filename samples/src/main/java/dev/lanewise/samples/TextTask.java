package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.text.LabeledTexts;
import dev.lanewise.io.text.SpecialToken;
import dev.lanewise.io.text.TextEncoding;
import dev.lanewise.io.text.TextFiles;
import dev.lanewise.io.text.WordVocabulary;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.metric.ClassFigure;
import dev.lanewise.metric.Metric;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.TextPreset;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** To tell the class of a text. */
record TextTask(TextPreset preset, TextEncoding encoding, List<String> classes, Examples training, Examples test, String description)
        implements Task {

    private static final String TRAINING_FOLDER = "train";
    private static final String TEST_FOLDER = "test";

    /** The texts to train on and to test on. */
    private record Parts(LabeledTexts training, LabeledTexts test, String description) {}

    static TextTask of(Path data, DataOptions options, TextPreset preset) throws IOException {
        Parts parts = parts(data, options);
        LabeledTexts training = parts.training;
        TextEncoding encoding = Complaints.naming(data, () -> TextEncoding.of(WordVocabulary.of(training.texts(), preset.rules(),
                TextPreset.WORDS, 1, SpecialToken.PADDING, SpecialToken.UNKNOWN), preset.length()));
        return new TextTask(preset, encoding, training.classes(), training.encode(encoding),
                parts.test.withClasses(training.classes()).encode(encoding), parts.description + ", " + encoding.vocabulary());
    }

    /** The texts that the model with these options was tested on. */
    static LabeledTexts testTexts(Path data, DataOptions options) throws IOException {
        return parts(data, options).test;
    }

    private static Parts parts(Path data, DataOptions options) throws IOException {
        LabeledTexts training;
        LabeledTexts test;
        Path testData = options.test() != null ? options.test() : data.resolve(TEST_FOLDER);
        boolean isApart = options.test() != null || Files.isDirectory(testData) && Files.isDirectory(data.resolve(TRAINING_FOLDER));
        if (isApart) {
            training = TextFiles.read(options.test() == null ? data.resolve(TRAINING_FOLDER) : data);
            test = TextFiles.read(testData);
        } else {
            LabeledTexts all = TextFiles.read(data);
            List<LabeledTexts> parts = Complaints.naming(data,
                    () -> all.split(options.seed(), 1 - TextPreset.TEST_SHARE, TextPreset.TEST_SHARE));
            training = parts.get(0);
            test = parts.get(1);
        }
        if (training.classes().size() < 2) {
            throw new IOException(data + ": expected texts of at least two classes, found only " + training.classes());
        }
        LabeledTexts limited = training.part(options.spread(training.size()));
        return new Parts(limited, test, String.format(Locale.ROOT, "%s: %,d texts to train on, %,d %s, classes %s", data, limited.size(),
                test.size(), isApart ? "of " + testData + " to test on" : "held out to test on", String.join(", ", training.classes())));
    }

    @Override
    public Layer model(Philox random) {
        return preset.build(classes.size(), random);
    }

    @Override
    public Shape oneExample() {
        return Shape.of(1, encoding.length());
    }

    @Override
    public Loss loss() {
        return Losses::crossEntropy;
    }

    /** Of two classes, the F1 of the second is shown too, which is the one that is looked for: spam, or 1. */
    @Override
    public List<Metric> metrics() {
        return classes.size() == 2 ? List.of(new Accuracy(), ClassFigure.f1Of(1, 2)) : List.of(new Accuracy());
    }

    @Override
    public ModelNotes notes() {
        return ModelNotes.text(encoding, classes);
    }
}
