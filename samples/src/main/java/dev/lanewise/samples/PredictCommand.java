package dev.lanewise.samples;

import dev.lanewise.io.image.ImageFile;
import dev.lanewise.io.series.Series;
import dev.lanewise.io.series.SeriesEncoding;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.io.table.EncodedRows;
import dev.lanewise.io.table.TableEncoding;
import dev.lanewise.io.text.TextEncoding;
import dev.lanewise.io.text.TextLines;
import dev.lanewise.layers.Layer;
import dev.lanewise.samples.TrainedModel.Use;
import dev.lanewise.samples.preset.ImagePreset;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Says what is on an image, or what belongs to the row of a table. */
@CommandLine.Command(
        name = "predict",
        description = {
            "Prints for each image the class that the model takes it for, and the probability of every class.",
            "An image is a PNG or JPEG, in grey or in colour as the model wants it, and of the size that it was trained with; it is scaled, if "
                    + "the images of the training were, which is so if they came from folders. Digits are white on black.",
            "For a model of a table: the same for each row of CSV files. The target may be missing; it is not looked at.",
            "For a model of texts: the same for --text, or for each line of files. For a time series: how it goes on after a CSV file's end."
        },
        footer = {
            "",
            "Examples:",
            "  lanewise predict --model runs/mnist-cnn/best.json digit.png",
            "  lanewise predict --model runs/mnist-cnn/best.json --invert scanned/*.png",
            "  lanewise predict --model runs/mnist-cnn/best.json --json digit.png",
            "  lanewise predict --model runs/iris/last.json --row 5.1,3.5,1.4,0.2",
            "  lanewise predict --model runs/iris/last.json unknown.csv",
            "  lanewise predict --model runs/sms-spam/best.json --text \"Free entry, call now\"",
            "  lanewise predict --model runs/sms-spam/best.json messages.txt",
            "  lanewise predict --model runs/airline/best.json airline-passengers.csv"
        })
final class PredictCommand extends EngineCommand {

    private static final Path STANDARD_INPUT = Path.of("-");

    /** The width and height of the images that most models here are for. */
    private static final int USUAL_SIZE = 28;

    @CommandLine.Mixin
    private final ModelOption model = new ModelOption();

    @CommandLine.Parameters(arity = "0..*", paramLabel = "FILE", description = "PNG or JPEG files, CSV files, or files with a text on each line (- for the standard input).")
    private List<Path> files = List.of();

    @CommandLine.Option(names = "--row", paramLabel = "VALUES", description = "A row of the table itself: 5.1,3.5,1.4,0.2")
    private @Nullable String row;

    @CommandLine.Option(names = "--text", paramLabel = "TEXT", description = "A text itself: \"Free entry, call now\". May be repeated.")
    private List<String> texts = List.of();

    @CommandLine.Option(names = "--invert", description = "The images are black on white: exchange black and white.")
    private boolean invert;

    @CommandLine.Option(names = "--json", description = "Print a JSON object for each image or row.")
    private boolean json;

    private final EarlyModel early;

    /** For the list of all commands. */
    PredictCommand() {
        this(EarlyModel.none());
    }

    /** Takes the model from {@code early}, if it is the one. */
    PredictCommand(EarlyModel early) {
        this.early = early;
    }

    @Override
    public Integer call() throws IOException {
        if (files.isEmpty() && row == null && texts.isEmpty()) {
            throw usage("Missing required parameter: 'FILE'");
        }
        FutureTask<Tensor> first = new FutureTask<>(() -> ImageFile.readGrey(files.getFirst(), USUAL_SIZE, USUAL_SIZE));
        if (!files.isEmpty() && looksLikeImage(files.getFirst())) {
            first.run(); // here, while the model is read elsewhere; if it fails it is read again when the right size is known
        }
        TrainedModel trained = early.read(model.file());
        Use use = trained.use();
        if (use instanceof Use.Questions) {
            throw usage(model + " answers questions; ask it with: lanewise generate --model " + model + " --prompt QUESTION");
        }
        requireFor("texts", "--text", !texts.isEmpty(), use);
        requireFor("tables", "--row", row != null, use);
        return switch (use) {
            case Use.Images images -> predictImages(trained, images.input(), first);
            case Use.Rows rows -> predictRows(trained, rows.encoding());
            case Use.Texts encoded -> predictTexts(trained, encoded.encoding());
            case Use.Forecasts forecasts -> predictSeries(trained, forecasts.encoding());
            case Use.Writing _, Use.Questions _ -> throw usage(model + " writes; let it go on with: lanewise generate --model " + model + " --prompt TEXT");
        };
    }

    private void requireFor(String subject, String option, boolean isGiven, Use use) {
        if (isGiven && !use.subject().equals(subject)) {
            throw usage(option + " is for models of " + subject + "; " + model + " is for " + use.subject());
        }
    }

    private int predictImages(TrainedModel trained, Shape input, FutureTask<Tensor> first) throws IOException {
        if (input.rank() != 3 || input.dimension(0) != 1 && input.dimension(0) != 3) {
            throw new IOException(model + ": expects inputs of shape " + input + ", not images [1, height, width] in grey or [3, height, width] in colour");
        }
        boolean scales = trained.options("save it without this option").isSet(ImageTask.SCALED);
        Answers answers = answers(trained.saved().notes().classes());
        return forEach(files, image -> {
            boolean isRead = image.equals(files.getFirst()) && first.state() == Future.State.SUCCESS
                    && first.resultNow().shape().equals(input);
            Tensor scores = predict(trained, isRead ? first.resultNow() : pixels(image, input, scales));
            if (scores.shape().rank() != 2) {
                throw new IOException(model + ": this model does not tell classes of images, its answers have the shape " + scores.shape());
            }
            answers.print(image.toString(), Answers.NO_LINE, scores);
        });
    }

    /** An image as the model was trained with. */
    private static Tensor pixels(Path image, Shape input, boolean scales) throws IOException {
        if (scales) {
            return ImageFile.readScaled(image, input);
        }
        return input.dimension(0) == 1 ? ImageFile.readGrey(image, input.dimension(1), input.dimension(2))
                : ImageFile.readColour(image, input.dimension(1), input.dimension(2));
    }

    private static boolean looksLikeImage(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private int predictRows(TrainedModel trained, TableEncoding encoding) throws IOException {
        List<CsvFile> tables = new ArrayList<>(files.stream().map(CsvFile::of).toList());
        if (row != null) {
            tables.addFirst(CsvFile.ofText("--row", row).header(false));
        }
        return forEach(tables, file -> predictRows(trained, encoding, file));
    }

    /** What is done with a source of inputs. */
    @FunctionalInterface
    private interface Prediction<T> {
        void predict(T source) throws IOException;
    }

    /** Goes on with the next after one that cannot be read; returns the exit code. */
    private <T> int forEach(List<T> sources, Prediction<T> prediction) throws IOException {
        int failures = 0;
        for (T source : sources) {
            try {
                prediction.predict(source);
            } catch (IOException e) {
                if (sources.size() == 1) {
                    throw e;
                }
                failures++;
                err().println("lanewise predict: " + e.getMessage());
            }
        }
        return failures == 0 ? 0 : 1;
    }

    private Answers answers(List<String> classes) {
        return new Answers(classes, json, out());
    }

    private int predictTexts(TrainedModel trained, TextEncoding encoding) throws IOException {
        Answers answers = answers(trained.classes("texts"));
        for (String given : texts) {
            if (given.isEmpty()) {
                throw usage("--text must not be empty");
            }
            predictText(trained.model(), encoding, answers, "--text", Answers.NO_LINE, given);
        }
        return forEach(files, file -> {
            try (TextLines lines = file.equals(STANDARD_INPUT) ? TextLines.of(file, System.in) : TextLines.open(file)) {
                boolean isEmpty = true;
                for (String line = lines.next(); line != null; line = lines.next()) {
                    if (!line.isBlank()) {
                        isEmpty = false;
                        predictText(trained.model(), encoding, answers, file.toString(), lines.line(), line);
                    }
                }
                if (isEmpty) {
                    throw new IOException(file + ": holds no texts; expected one on each line");
                }
            }
        });
    }

    private static void predictText(Layer model, TextEncoding encoding, Answers answers, String file, long line, String given) throws IOException {
        Tensor input = Complaints.naming(file + (line == Answers.NO_LINE ? "" : ": line " + line), () -> encoding.input(given));
        answers.print(file, line, model.predict(input));
    }

    private int predictSeries(TrainedModel trained, SeriesEncoding encoding) throws IOException {
        Answers answers = answers(List.of());
        return forEach(files, file -> {
            Series series = SeriesTask.read(file, encoding.channels());
            double[][] forecast = Complaints.naming(file, () -> encoding.forecast(trained.model(), series));
            for (int step = 0; step < forecast.length; step++) {
                answers.printStep(file.toString(), step + 1, encoding.targets(), forecast[step]);
            }
        });
    }

    private void predictRows(TrainedModel trained, TableEncoding encoding, CsvFile file) throws IOException {
        try (EncodedRows rows = encoding.inputsOf(file)) {
            Answers answers = answers(encoding.classes());
            Tensor input = Tensor.zeros(Shape.of(1, encoding.inputShape().size()));
            while (rows.next()) {
                rows.copyInput(input.array(), 0);
                Tensor scores = trained.model().predict(input);
                if (encoding.classes().isEmpty()) {
                    answers.printValue(file.path().toString(), rows.line(), encoding.decodeValue(scores.item()));
                } else {
                    answers.print(file.path().toString(), rows.line(), scores);
                }
            }
        }
    }

    private Tensor predict(TrainedModel trained, Tensor pixels) {
        Tensor image = pixels.copy();
        float[] values = image.array();
        for (int i = 0; invert && i < image.size(); i++) {
            values[i] = 1 - values[i];
        }
        return trained.model().predict(image.viewAs(ImagePreset.oneImage(image.shape())));
    }
}
