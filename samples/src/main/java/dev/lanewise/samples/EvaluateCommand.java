package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.series.Series;
import dev.lanewise.io.series.SeriesEncoding;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.io.table.Table;
import dev.lanewise.io.table.TableEncoding;
import dev.lanewise.io.text.LabeledTexts;
import dev.lanewise.io.text.TextEncoding;
import dev.lanewise.io.text.TextFiles;
import dev.lanewise.io.text.Tokens;
import dev.lanewise.layers.LanguageModel;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.ConfusionMatrix;
import dev.lanewise.samples.preset.LanguagePreset;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.samples.preset.SequencePreset;
import dev.lanewise.samples.preset.SeriesPreset;
import dev.lanewise.samples.sequence.EncoderDecoder;
import dev.lanewise.samples.sequence.ExactAnswers;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.BatchSize;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Judges a saved model by test images, the rows of a table, texts, a text that it has to go on with, or a time series. */
@CommandLine.Command(
        name = "evaluate",
        description = "Prints accuracy, loss and confusion matrix of a model on test images, rows or texts; the errors of its forecasts on a series; for a model that writes, nats per character.",
        footer = {
            "",
            "Examples:",
            "  lanewise evaluate --model runs/mnist-cnn/best.json",
            "  lanewise evaluate --model runs/mnist-cnn/best.json --data mnist",
            "  lanewise evaluate --model runs/iris/last.json --data more.csv",
            "  lanewise evaluate --model runs/sms-spam/best.json"
        })
final class EvaluateCommand extends EngineCommand {

    private static final int BATCH = 100;

    @CommandLine.Option(names = "--model", required = true, paramLabel = "FILE", description = "The checkpoint of a trained model.")
    private Path model = Path.of("");

    @CommandLine.Option(names = "--data", paramLabel = "DIR|FILE",
            description = "Folder with IDX files, of which t10k-images and t10k-labels are used; for a table, texts or a series a file, "
                    + "all of which is used. Default: the data that the model was tested with in training.")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException {
        SavedModel saved = Models.read(model);
        if (saved.model() instanceof EncoderDecoder) {
            return judgeAnswers(saved);
        }
        if (saved.notes().table().isPresent()) {
            return judgeRows(saved, saved.notes().table().get());
        }
        if (saved.model() instanceof LanguageModel && saved.notes().text().isPresent()) {
            return judgeText(saved, saved.notes().text().get());
        }
        if (saved.notes().text().isPresent()) {
            return judgeTexts(saved, saved.notes().text().get());
        }
        if (saved.notes().series().isPresent()) {
            return judgeForecasts(saved, saved.notes().series().get());
        }
        List<String> classes = saved.notes().classes();
        Shape input = saved.notes().input().orElseThrow(() -> new IOException(model + ": does not say what its inputs are"));
        if (classes.isEmpty()) {
            throw new IOException(model + ": this model does not classify");
        }
        String trainedOn = saved.notes().options().get("data");
        Path folder = data != null || trainedOn == null ? data : Path.of(trainedOn);
        Examples test = ImageSets.test(folder, classes.size(), input, model.toString());
        ConfusionMatrix confusion = new ConfusionMatrix(classes);
        Scores scores = Evaluation.of(saved.model(), test, new BatchSize(BATCH), Losses::crossEntropy, List.of(confusion));
        out().printf(Locale.ROOT, "%,d images (%s): accuracy %.2f %%, loss %.4f%n", test.size(),
                folder == null ? "built-in digits" : folder, 100 * confusion.value(), scores.loss());
        print(confusion);
        return 0;
    }

    private void print(ConfusionMatrix confusion) {
        out().println("rows: what it is; columns: what it was taken for");
        out().println(confusion);
    }

    /** All of a text, or the end of the one that the model was trained on. */
    private int judgeText(SavedModel saved, TextEncoding encoding) throws IOException {
        String trainedOn = saved.notes().options().get("data");
        Path file = data != null || trainedOn == null ? data : Path.of(trainedOn);
        Tokens tokens;
        Dataset windows;
        try {
            tokens = Tokens.of(encoding.vocabulary().encode(LanguageTask.text(file)));
            tokens = data != null ? tokens : tokens.tail(LanguagePreset.TEST_SHARE);
            windows = tokens.windows(encoding.length());
        } catch (IllegalArgumentException e) {
            throw new IOException(LanguageTask.source(file) + ": " + e.getMessage(), e);
        }
        Scores scores = Evaluation.of(saved.model(), windows, new BatchSize(BATCH), LanguageTask.LOSS, List.of());
        out().printf(Locale.ROOT, "%,d characters (%s%s): %.4f%s%n", tokens.size(), data != null ? "" : "held out of the training, ",
                LanguageTask.source(file), scores.loss(), LanguageTask.UNIT);
        return 0;
    }

    /** The questions that it was tested with. */
    private int judgeAnswers(SavedModel saved) throws IOException {
        String name = saved.notes().options().getOrDefault("preset", "");
        SequencePreset preset = Preset.find(name).filter(SequencePreset.class::isInstance).map(SequencePreset.class::cast)
                .orElseThrow(() -> new IOException(model + ": expected a model that was trained with a preset for questions, found " + (name.isEmpty() ? "none" : "\"" + name + "\"")));
        RunOptions options = RunOptions.of(model, saved.notes().options(), RunOptions.defaultsOf(preset));
        if (data != null) {
            throw usage(preset.name() + " makes its questions itself; leave out --data");
        }
        SequenceTask task = SequenceTask.of(options, preset);
        ExactAnswers exact = new ExactAnswers();
        Dataset questions = task.test();
        Scores scores = Evaluation.of(saved.model(), questions, new BatchSize(BATCH), task.loss(), List.of(exact));
        out().printf(Locale.ROOT, "%,d questions (held out of the training): accuracy %.2f %%, loss %.4f%n", questions.size(), 100 * exact.value(),
                scores.loss());
        return 0;
    }

    private int judgeRows(SavedModel saved, TableEncoding encoding) throws IOException {
        RunOptions options = RunOptions.of(model, saved.notes().options(), RunOptions.defaultsOf(Preset.all().getFirst()));
        Path trainedOn = options.data();
        Path file = data != null ? data : trainedOn;
        if (file == null) {
            throw usage("name the rows to judge it by: --data FILE.csv");
        }
        Table rows = data != null ? Table.read(CsvFile.of(data), encoding.columns()) : TableTask.testRows(file, options);
        Examples examples = encoding.encode(rows);
        String what = String.format(Locale.ROOT, "%,d rows (%s)", rows.rows(), data != null ? rows.path() : "held out of the training, " + rows.path());
        if (encoding.classes().isEmpty()) {
            Scores scores = Evaluation.of(saved.model(), examples, new BatchSize(BATCH), TableTask.loss(encoding), List.of());
            out().printf(Locale.ROOT, "%s: mean squared error %.4f in normalized units, root %.4f in those of the table%n", what,
                    scores.loss(), Math.sqrt(scores.loss()) * (encoding.decodeValue(1) - encoding.decodeValue(0)));
            return 0;
        }
        ConfusionMatrix confusion = new ConfusionMatrix(encoding.classes());
        Scores scores = Evaluation.of(saved.model(), examples, new BatchSize(BATCH), TableTask.loss(encoding), List.of(confusion));
        out().printf(Locale.ROOT, "%s: accuracy %.2f %%, loss %.4f%n", what, 100 * confusion.value(), scores.loss());
        print(confusion);
        return 0;
    }

    private int judgeTexts(SavedModel saved, TextEncoding encoding) throws IOException {
        List<String> classes = saved.notes().classes();
        if (classes.isEmpty()) {
            throw new IOException(model + ": this model does not tell classes of texts");
        }
        RunOptions options = RunOptions.of(model, saved.notes().options(), RunOptions.defaultsOf(Preset.all().getFirst()));
        Path file = data != null ? data : options.data();
        if (file == null) {
            throw usage("name the texts to judge it by: --data FILE");
        }
        LabeledTexts texts = data != null ? TextFiles.read(data) : TextTask.testTexts(file, options);
        ConfusionMatrix confusion = new ConfusionMatrix(classes);
        Scores scores = Evaluation.of(saved.model(), texts.withClasses(classes).encode(encoding), new BatchSize(BATCH), Losses::crossEntropy,
                List.of(confusion));
        out().printf(Locale.ROOT, "%,d texts (%s): accuracy %.2f %%, loss %.4f%s%n", texts.size(), data != null ? file : "held out of the training, " + file,
                100 * confusion.value(), scores.loss(),
                classes.size() == 2 ? String.format(Locale.ROOT, ", F1 of %s %.4f", classes.get(1), confusion.f1(1)) : "");
        print(confusion);
        return 0;
    }

    private int judgeForecasts(SavedModel saved, SeriesEncoding encoding) throws IOException {
        RunOptions options = RunOptions.of(model, saved.notes().options(), RunOptions.defaultsOf(Preset.all().getFirst()));
        Path file = data != null ? data : options.data();
        if (file == null) {
            throw usage("name the series to judge it by: --data FILE.csv");
        }
        Series series = SeriesTask.read(file, encoding.channels());
        int season = Preset.find(options.preset()).map(preset -> preset instanceof SeriesPreset known ? known.season() : 1).orElse(1);
        try {
            SeriesTask.printWalkForward(out(), saved.model(), encoding, series, data != null ? encoding.rules().window() : SeriesTask.firstTest(series), season);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return 0;
    }
}
