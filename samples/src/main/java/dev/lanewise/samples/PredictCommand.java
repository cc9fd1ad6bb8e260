package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.io.image.ImageFile;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import picocli.CommandLine;

/** Says what is on an image. */
@CommandLine.Command(
        name = "predict",
        description = {
            "Prints for each image the class that the model takes it for, and the probability of every class.",
            "An image must be a PNG or JPEG of the size that the model was trained with; it is read in grey, white on black."
        },
        footer = {
            "",
            "Examples:",
            "  lanewise predict --model runs/mnist-cnn/best.json digit.png",
            "  lanewise predict --model runs/mnist-cnn/best.json --invert scanned/*.png",
            "  lanewise predict --model runs/mnist-cnn/best.json --json digit.png"
        })
final class PredictCommand extends EngineCommand {

    @CommandLine.Option(names = "--model", required = true, paramLabel = "FILE", description = "The checkpoint of a trained model.")
    private Path model = Path.of("");

    @CommandLine.Parameters(arity = "1..*", paramLabel = "IMAGE", description = "PNG or JPEG files.")
    private List<Path> images = List.of();

    @CommandLine.Option(names = "--invert", description = "The images are black on white: exchange black and white.")
    private boolean invert;

    @CommandLine.Option(names = "--json", description = "Print a JSON object for each image.")
    private boolean json;

    /** The width and height of the images that most models here are for. */
    private static final int USUAL_SIZE = 28;

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
        FutureTask<Tensor> first = new FutureTask<>(() -> ImageFile.readGrey(images.getFirst(), USUAL_SIZE, USUAL_SIZE));
        first.run(); // here, while the model is read elsewhere; if it fails it is read again when the right size is known
        SavedModel saved = early.read(model);
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
                print(image, saved, predict(saved, pixels));
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

    private void print(Path image, SavedModel saved, double[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        boolean undecided = Double.isNaN(probabilities[best]);
        StringBuilder text = new StringBuilder();
        if (json) {
            text.append("{\"file\": ").append(quoted(image.toString()))
                    .append(", \"class\": ").append(undecided ? "null" : quoted(name(saved, best)))
                    .append(", \"probabilities\": {");
            for (int i = 0; i < probabilities.length; i++) {
                text.append(i == 0 ? "" : ", ").append(quoted(name(saved, i)))
                        .append(undecided ? ": null" : String.format(Locale.ROOT, ": %.6f", probabilities[i]));
            }
            text.append("}}");
        } else if (undecided) {
            text.append(image).append(": no class, the scores of this model are not finite");
        } else {
            text.append(image).append(": ").append(name(saved, best))
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

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
            } else {
                quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }
}
