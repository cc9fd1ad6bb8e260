package dev.lanewise.samples;

import dev.lanewise.io.JsonText;
import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.io.image.ImageFile;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.io.table.EncodedRows;
import dev.lanewise.io.table.TableEncoding;
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
            "An image must be a PNG or JPEG of the size that the model was trained with; it is read in grey, white on black.",
            "For a model of a table: the same for each row of CSV files. The target may be missing; it is not looked at."
        },
        footer = {
            "",
            "Examples:",
            "  lanewise predict --model runs/mnist-cnn/best.json digit.png",
            "  lanewise predict --model runs/mnist-cnn/best.json --invert scanned/*.png",
            "  lanewise predict --model runs/mnist-cnn/best.json --json digit.png",
            "  lanewise predict --model runs/iris/last.json --row 5.1,3.5,1.4,0.2",
            "  lanewise predict --model runs/iris/last.json unknown.csv"
        })
final class PredictCommand extends EngineCommand {

    @CommandLine.Option(names = "--model", required = true, paramLabel = "FILE", description = "The checkpoint of a trained model.")
    private Path model = Path.of("");

    @CommandLine.Parameters(arity = "0..*", paramLabel = "FILE", description = "PNG or JPEG files, or CSV files.")
    private List<Path> images = List.of();

    @CommandLine.Option(names = "--row", paramLabel = "VALUES", description = "A row of the table itself: 5.1,3.5,1.4,0.2")
    private @Nullable String row;

    @CommandLine.Option(names = "--invert", description = "The images are black on white: exchange black and white.")
    private boolean invert;

    @CommandLine.Option(names = "--json", description = "Print a JSON object for each image or row.")
    private boolean json;

    /** The width and height of the images that most models here are for. */
    private static final int USUAL_SIZE = 28;

    /** In place of the number of a line. */
    private static final long NO_LINE = 0;

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
        if (images.isEmpty() && row == null) {
            throw usage("Missing required parameter: 'FILE'");
        }
        FutureTask<Tensor> first = new FutureTask<>(() -> ImageFile.readGrey(images.getFirst(), USUAL_SIZE, USUAL_SIZE));
        if (row == null && looksLikeImage(images.getFirst())) {
            first.run(); // here, while the model is read elsewhere; if it fails it is read again when the right size is known
        }
        SavedModel saved = early.read(model);
        if (saved.notes().table().isPresent()) {
            return predictRows(saved, saved.notes().table().get());
        }
        if (row != null) {
            throw usage("--row is for models of tables; " + model + " is for images");
        }
        Shape input = saved.notes().input().orElseThrow(() -> new IOException(model + ": does not say how large its images are"));
        if (input.rank() != 3 || input.dimension(0) != 1) {
            throw new IOException(model + ": expects inputs of shape " + input + ", not grey images [1, height, width]");
        }
        int failures = 0;
        for (Path image : images) {
            try {
                boolean isRead = image.equals(images.getFirst()) && first.state() == Future.State.SUCCESS
                        && first.resultNow().shape().equals(input);
                Tensor pixels = isRead ? first.resultNow() : ImageFile.readGrey(image, input.dimension(1), input.dimension(2));
                print(image, NO_LINE, saved, predict(saved, pixels));
            } catch (IOException e) {
                if (images.size() == 1) {
                    throw e;
                }
                failures++;
                err().println("lanewise predict: " + e.getMessage());
            }
        }
        return failures == 0 ? 0 : 1;
    }

    private static boolean looksLikeImage(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private int predictRows(SavedModel saved, TableEncoding encoding) throws IOException {
        int failures = 0;
        List<CsvFile> files = new ArrayList<>(images.stream().map(CsvFile::of).toList());
        if (row != null) {
            files.addFirst(CsvFile.ofText("--row", row).header(false));
        }
        for (CsvFile file : files) {
            try {
                predictRows(saved, encoding, file);
            } catch (IOException e) {
                if (files.size() == 1) {
                    throw e;
                }
                failures++;
                err().println("lanewise predict: " + e.getMessage());
            }
        }
        return failures == 0 ? 0 : 1;
    }

    private void predictRows(SavedModel saved, TableEncoding encoding, CsvFile file) throws IOException {
        try (EncodedRows rows = encoding.inputsOf(file)) {
            Tensor input = Tensor.zeros(Shape.of(1, encoding.inputShape().size()));
            while (rows.next()) {
                rows.copyInput(input.array(), 0);
                Tensor scores = saved.model().predict(input);
                if (encoding.classes().isEmpty()) {
                    printValue(file.path(), rows.line(), encoding.decodeValue(scores.item()));
                } else {
                    print(file.path(), rows.line(), saved, probabilities(scores));
                }
            }
        }
    }

    private void printValue(Path file, long line, double value) {
        boolean isFinite = Double.isFinite(value);
        out().println(json
                ? "{\"file\": " + JsonText.quoted(file.toString()) + ", \"line\": " + line + ", \"value\": " + (isFinite ? (float) value : "null") + "}"
                : file + ":" + line + ": " + (isFinite ? Float.toString((float) value) : "no value, the answer of this model is not finite"));
    }

    private double[] predict(SavedModel saved, Tensor pixels) {
        Tensor image = pixels.copy();
        float[] values = image.array();
        for (int i = 0; invert && i < image.size(); i++) {
            values[i] = 1 - values[i];
        }
        return probabilities(saved.model().predict(image.viewAs(Shape.of(1, 1, image.dimension(1), image.dimension(2)))));
    }

    /** Softmax of the scores: all NaN if one of these is NaN or infinite upwards. */
    private static double[] probabilities(Tensor scores) {
        double highest = Double.NEGATIVE_INFINITY;
        for (float score : scores.toArray()) {
            highest = Math.max(highest, score);
        }
        double[] probabilities = new double[scores.size()];
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Math.exp(scores.array()[i] - highest);
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    private void print(Path file, long line, SavedModel saved, double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        boolean undecided = Double.isNaN(probabilities[best]);
        String place = line == NO_LINE ? file.toString() : file + ":" + line;
        StringBuilder text = new StringBuilder();
        if (json) {
            text.append("{\"file\": ").append(JsonText.quoted(file.toString()))
                    .append(line == NO_LINE ? "" : ", \"line\": " + line)
                    .append(", \"class\": ").append(undecided ? "null" : JsonText.quoted(name(saved, best)))
                    .append(", \"probabilities\": {");
            for (int i = 0; i < probabilities.length; i++) {
                text.append(i == 0 ? "" : ", ").append(JsonText.quoted(name(saved, i)))
                        .append(undecided ? ": null" : String.format(Locale.ROOT, ": %.6f", probabilities[i]));
            }
            text.append("}}");
        } else if (undecided) {
            text.append(place).append(": no class, the scores of this model are not finite");
        } else {
            text.append(place).append(": ").append(name(saved, best))
                    .append(String.format(Locale.ROOT, " (%.2f %%)   ", 100 * probabilities[best]));
            for (int i = 0; i < probabilities.length; i++) {
                text.append(String.format(Locale.ROOT, "  %s %.2f %%", name(saved, i), 100 * probabilities[i]));
            }
        }
        out().println(text);
    }

    private static String name(SavedModel saved, int index) {
        List<String> classes = saved.notes().classes();
        return index < classes.size() ? classes.get(index) : Integer.toString(index);
    }
}
