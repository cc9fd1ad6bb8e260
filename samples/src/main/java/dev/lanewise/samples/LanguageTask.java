package dev.lanewise.samples;

import dev.lanewise.generation.Generator;
import dev.lanewise.generation.Sampling;
import dev.lanewise.io.ReadableFile;
import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.text.CharacterVocabulary;
import dev.lanewise.io.text.Tokens;
import dev.lanewise.io.text.Vocabulary;
import dev.lanewise.layers.LanguageModel;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Metric;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.LanguagePreset;
import dev.lanewise.samples.text.SmallPlay;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** To write like a text: to say after each character which one comes next. */
record LanguageTask(LanguagePreset preset, Vocabulary vocabulary, Dataset training, Dataset test, String description) implements Task {

    /** What the loss is, for people. */
    static final String UNIT = " nats per character";

    /** Each character counts. */
    static final Loss LOSS = Loss.ofSteps(Losses::crossEntropy);

    /** How freely a model writes, if nobody says it. */
    static final double TEMPERATURE = 0.8;

    private static final String BUILT_IN = "built-in play";
    private static final long SEED_OF_PLAY = 2026;
    private static final int LENGTH_OF_PLAY = 60_000;

    private static final int SAMPLE_LENGTH = 400;

    static LanguageTask of(DataOptions options, LanguagePreset preset) throws IOException {
        String text = text(options.data());
        String source = source(options.data());
        return Complaints.naming(source, () -> of(text, source, options, preset));
    }

    private static LanguageTask of(String text, String source, DataOptions options, LanguagePreset preset) {
        CharacterVocabulary vocabulary = CharacterVocabulary.of(text);
        Tokens tokens = Tokens.of(vocabulary.encode(text));
        requireLength(tokens.size(), preset.window());
        Tokens training = tokens.withoutTail(LanguagePreset.TEST_SHARE);
        int count = options.limited(Math.max(1, training.size() / preset.window()));
        return new LanguageTask(preset, vocabulary, training.randomWindows(preset.window(), count),
                tokens.tail(LanguagePreset.TEST_SHARE).windows(preset.window()),
                String.format(Locale.ROOT, "%s: %,d characters, %d different ones, to train on in %,d windows of %d an epoch; the last "
                        + "%,d characters are held out to test on", source, training.size(), vocabulary.size(), count, preset.window(),
                        tokens.size() - training.size()));
    }

    /* The part that is held out needs one window and the character after it. */
    private static void requireLength(int found, int window) {
        int needed = (int) Math.ceil((window + 1) / LanguagePreset.TEST_SHARE);
        if (found < needed) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "expected at least %,d characters, so that the last tenth, which is held "
                    + "out, has one window of %d, found %,d; give a longer text", needed, window, found));
        }
    }

    /** The text of a file, or the built-in one. */
    static String text(@Nullable Path file) throws IOException {
        if (file == null) {
            return SmallPlay.write(SEED_OF_PLAY, LENGTH_OF_PLAY);
        }
        try {
            return Files.readString(ReadableFile.require(file));
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": expected text in UTF-8, found bytes that are none", e);
        }
    }

    static String source(@Nullable Path file) {
        return file == null ? BUILT_IN : file.toString();
    }

    @Override
    public Layer model(Philox random) {
        return preset.build(vocabulary.size(), random);
    }

    @Override
    public Shape oneExample() {
        return Shape.of(1, preset.window());
    }

    @Override
    public Loss loss() {
        return LOSS;
    }

    @Override
    public String lossUnit() {
        return UNIT;
    }

    @Override
    public List<Metric> metrics() {
        return List.of();
    }

    @Override
    public Optimizer optimizer(Layer model, double learningRate) {
        return preset.optimizer((LanguageModel) model, learningRate);
    }

    @Override
    public Schedule schedule() {
        return LanguagePreset.schedule();
    }

    @Override
    public ModelNotes notes() {
        return ModelNotes.languageModel(vocabulary, preset.window());
    }

    /** Writes some text. */
    @Override
    public void show(Layer model, PrintWriter out) {
        Generator.of((LanguageModel) model).sampling(Sampling.standard().temperature(TEMPERATURE)).listener(token -> {
            out.print(vocabulary.decode(token));
            out.flush();
            return true;
        }).generate(beginning(vocabulary), SAMPLE_LENGTH);
        out.println();
    }

    /** What a text may begin after: a line break, if there is one, otherwise the first of the characters. */
    static int[] beginning(Vocabulary vocabulary) {
        try {
            return vocabulary.encode("\n");
        } catch (IllegalArgumentException e) {
            return new int[] {0};
        }
    }
}
