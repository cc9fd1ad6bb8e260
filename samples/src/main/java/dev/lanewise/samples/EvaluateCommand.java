package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.SavedModel;
import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.ConfusionMatrix;
import dev.lanewise.tensor.Shape;
import dev.lanewise.train.BatchSize;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Judges a saved model by test images. */
@CommandLine.Command(
        name = "evaluate",
        description = "Prints accuracy, loss and confusion matrix of a model on test images.",
        footer = {
            "",
            "Examples:",
            "  lanewise evaluate --model runs/mnist-cnn/best.json",
            "  lanewise evaluate --model runs/mnist-cnn/best.json --data mnist"
        })
final class EvaluateCommand extends EngineCommand {

    private static final int BATCH = 100;

    @CommandLine.Option(names = "--model", required = true, paramLabel = "FILE", description = "The checkpoint of a trained model.")
    private Path model = Path.of("");

    @CommandLine.Option(names = "--data", paramLabel = "DIR",
            description = "Folder with IDX files, of which t10k-images and t10k-labels are used. Default: the data that the model "
                    + "was trained with.")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException {
        SavedModel saved = SavedModel.read(model);
        List<String> classes = saved.notes().classes();
        Shape input = saved.notes().input().orElseThrow(() -> new IOException(model + ": does not say what its inputs are"));
        if (classes.isEmpty()) {
            throw new IOException(model + ": this model does not classify");
        }
        String trainedOn = saved.notes().options().get("data");
        Path folder = data != null || trainedOn == null ? data : Path.of(trainedOn);
        LabeledImages test = ImageSets.test(folder, classes.size(), input, model.toString());
        ConfusionMatrix confusion = new ConfusionMatrix(classes);
        Scores scores = Evaluation.of(saved.model(), test, new BatchSize(BATCH), Losses::crossEntropy, List.of(confusion));
        out().printf(Locale.ROOT, "%,d images (%s): accuracy %.2f %%, loss %.4f%n", test.size(),
                folder == null ? "built-in digits" : folder, 100 * confusion.value(), scores.loss());
        out().println("rows: what it is; columns: what it was taken for");
        out().println(confusion);
        return 0;
    }
}
