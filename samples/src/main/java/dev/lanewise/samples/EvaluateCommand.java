package dev.lanewise.samples;

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
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.ConfusionMatrix;
import dev.lanewise.metric.Metric;
import dev.lanewise.samples.TrainedModel.Use;
import dev.lanewise.samples.preset.ImagePreset;
import dev.lanewise.samples.preset.LanguagePreset;
import dev.lanewise.samples.preset.SequencePreset;
import dev.lanewise.samples.preset.SeriesPreset;
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
        description = "Prints accuracy, loss and confusion matrix of a model on test images, rows or texts; the errors of its forecasts on a series, or of images that it draws again; for a model that writes, nats per character.",
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

    @CommandLine.Mixin
    private final ModelOption model = new ModelOption();

    @CommandLine.Option(names = "--data", paramLabel = "DIR|FILE",
            description = "Folder with IDX files, of which t10k-images and t10k-labels are used; for a table, texts or a series a file, "
                    + "all of which is used. Default: the data that the model was tested with in training.")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException {
        requireNamed("--data", data);
        TrainedModel trained = TrainedModel.read(model.file());
        switch (trained.use()) {
            case Use.Images images -> judgeImages(trained, images.input());
            case Use.Rows rows -> judgeRows(trained, rows.encoding());
            case Use.Texts texts -> judgeTexts(trained, texts.encoding());
            case Use.Writing writing -> judgeWriting(trained, writing.encoding());
            case Use.Questions _ -> judgeAnswers(trained);
            case Use.Forecasts forecasts -> judgeForecasts(trained, forecasts.encoding());
        }
        return 0;
    }

    /** The data that it is judged by: what is given, all of it, or what it was trained with, of which a part was held out. */
    private DataOptions options(TrainedModel trained) throws IOException {
        return data == null ? DataOptions.of(trained.options("name the data: --data")) : DataOptions.USUAL.with(data);
    }

    private Path needed(DataOptions options, String what) {
        if (options.data() == null) {
            throw usage("name the " + what);
        }
        return options.data();
    }

    private String heldOut() {
        return data == null ? "held out of the training, " : "";
    }

    private void judgeImages(TrainedModel trained, Shape input) throws IOException {
        if (trained.preset().orElse(null) instanceof ImagePreset preset && preset.reconstructs()) {
            judgeDrawings(trained, input);
            return;
        }
        List<String> classes = trained.classes("images");
        Path folder = options(trained).data();
        Examples test = ImageSets.test(folder, classes.size(), input, model.toString());
        ConfusionMatrix confusion = new ConfusionMatrix(classes);
        Scores scores = scores(trained, test, Losses::crossEntropy, confusion);
        print(String.format(Locale.ROOT, "%,d images (%s)", test.size(), folder == null ? ImageSets.BUILT_IN : folder), scores, confusion, "");
    }

    /** How near the images come that the model draws again. */
    private void judgeDrawings(TrainedModel trained, Shape input) throws IOException {
        Path folder = options(trained).data();
        Dataset test = new Reconstruction(ImageSets.test(folder, ImageSets.ANY_CLASSES, input, model.toString()));
        out().printf(Locale.ROOT, "%,d images (%s): mean squared error %.4f of pixels from 0 to 1%n", test.size(),
                folder == null ? ImageSets.BUILT_IN : folder, scores(trained, test, Loss.ofValues(Losses::meanSquaredError)).loss());
    }

    private void judgeRows(TrainedModel trained, TableEncoding encoding) throws IOException {
        DataOptions options = options(trained);
        Path file = needed(options, "rows to judge it by: --data FILE.csv");
        Table rows = data == null ? TableTask.testRows(file, options) : Table.read(CsvFile.of(file), encoding.columns());
        String what = String.format(Locale.ROOT, "%,d rows (%s%s)", rows.rows(), heldOut(), rows.path());
        Examples examples = encoding.encode(rows);
        if (encoding.classes().isEmpty()) {
            double loss = scores(trained, examples, TableTask.loss(encoding)).loss();
            out().printf(Locale.ROOT, "%s: mean squared error %.4f in normalized units, root %.4f in those of the table%n", what, loss,
                    Math.sqrt(loss) * (encoding.decodeValue(1) - encoding.decodeValue(0)));
        } else {
            ConfusionMatrix confusion = new ConfusionMatrix(encoding.classes());
            print(what, scores(trained, examples, TableTask.loss(encoding), confusion), confusion, "");
        }
    }

    private void judgeTexts(TrainedModel trained, TextEncoding encoding) throws IOException {
        List<String> classes = trained.classes("texts");
        DataOptions options = options(trained);
        Path file = needed(options, "texts to judge it by: --data FILE");
        LabeledTexts texts = data == null ? TextTask.testTexts(file, options) : TextFiles.read(file);
        ConfusionMatrix confusion = new ConfusionMatrix(classes);
        Scores scores = scores(trained, texts.withClasses(classes).encode(encoding), Losses::crossEntropy, confusion);
        print(String.format(Locale.ROOT, "%,d texts (%s%s)", texts.size(), heldOut(), file), scores, confusion,
                classes.size() == 2 ? String.format(Locale.ROOT, ", F1 of %s %.4f", classes.get(1), confusion.f1(1)) : "");
    }

    /** All of a text, or the end of the one that the model was trained on. */
    private void judgeWriting(TrainedModel trained, TextEncoding encoding) throws IOException {
        Path file = options(trained).data();
        String source = LanguageTask.source(file);
        String text = LanguageTask.text(file);
        Tokens all = Complaints.naming(source, () -> Tokens.of(encoding.vocabulary().encode(text)));
        Tokens tokens = data == null ? all.tail(LanguagePreset.TEST_SHARE) : all;
        Dataset windows = Complaints.naming(source, () -> tokens.windows(encoding.length()));
        out().printf(Locale.ROOT, "%,d characters (%s%s): %.4f%s%n", tokens.size(), heldOut(), source,
                scores(trained, windows, LanguageTask.LOSS).loss(), LanguageTask.UNIT);
    }

    /** The questions that it was tested with. */
    private void judgeAnswers(TrainedModel trained) throws IOException {
        if (!(trained.preset().orElse(null) instanceof SequencePreset preset)) {
            throw new IOException(model + ": expected a model that was trained with a preset for questions, such as addition");
        }
        if (data != null) {
            throw usage(preset.name() + " makes its questions itself; leave out --data");
        }
        SequenceTask task = SequenceTask.of(DataOptions.USUAL, preset);
        Dataset questions = task.test();
        ExactAnswers exact = new ExactAnswers();
        Scores scores = scores(trained, questions, task.loss(), exact);
        out().printf(Locale.ROOT, "%,d questions (held out of the training): accuracy %.2f %%, loss %.4f%n", questions.size(),
                100 * exact.value(), scores.loss());
    }

    private void judgeForecasts(TrainedModel trained, SeriesEncoding encoding) throws IOException {
        Path file = needed(options(trained), "series to judge it by: --data FILE.csv");
        Series series = SeriesTask.read(file, encoding.channels());
        int first = data == null ? SeriesTask.firstTest(series) : encoding.rules().window();
        int season = trained.preset().orElse(null) instanceof SeriesPreset preset ? preset.season() : 1;
        Complaints.naming(file, () -> SeriesTask.walkForward(trained.model(), encoding, series, first, season)).forEach(out()::println);
    }

    private static Scores scores(TrainedModel trained, Dataset examples, Loss loss, Metric... metrics) {
        return Evaluation.of(trained.model(), examples, new BatchSize(BATCH), loss, List.of(metrics));
    }

    private void print(String what, Scores scores, ConfusionMatrix confusion, String more) {
        out().printf(Locale.ROOT, "%s: accuracy %.2f %%, loss %.4f%s%n", what, 100 * confusion.value(), scores.loss(), more);
        out().println("rows: what it is; columns: what it was taken for");
        out().println(confusion);
    }
}
