package dev.lanewise.samples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Those of the options of a training that decide what it results in, as far as they are given. */
final class GivenOptions {

    @CommandLine.Option(names = "--data", paramLabel = "DIR|FILE",
            description = "For images: folder with the four IDX files of MNIST or Fashion-MNIST, packed or not; with the binary files of "
                    + "CIFAR-10; or with the folders train and test, in which each class has a folder of PNG and JPEG files. Default: "
                    + "built-in digits. For tables and time series: a CSV file. For labelled texts: lines of label and text with a tab between, a "
                    + "CSV file, or a folder. For texts to go on with: a text file in UTF-8. Default: a built-in play.")
    private @Nullable Path data;

    @CommandLine.Option(names = "--test", paramLabel = "FILE",
            description = "File with the rows or texts to test on. Default: X.tes beside X.tra, otherwise a fifth of them.")
    private @Nullable Path test;

    @CommandLine.Option(names = "--target", paramLabel = "COLUMN",
            description = "The column of the table to predict, by its name, or \"column 3\" if there is no header. Default: the last.")
    private @Nullable String target;

    @CommandLine.Option(names = "--limit", paramLabel = "COUNT", description = "Train on the first COUNT examples only.")
    private @Nullable Integer limit;

    @CommandLine.Option(names = "--augment",
            description = "Show the images to train on shifted and mirrored (digits: shifted and turned) another way in each epoch.")
    private boolean augment;

    @CommandLine.Option(names = "--patience", paramLabel = "N",
            description = "Stop after N epochs in a row without a lower loss on the test examples.")
    private @Nullable Integer patience;

    @CommandLine.Option(names = "--epochs", paramLabel = "N",
            description = "How often to go through the data, those before --resume included.")
    private @Nullable Integer epochs;

    @CommandLine.Option(names = "--batch", paramLabel = "N", description = "Examples in a batch. Default: 32, small tables and texts 16.")
    private @Nullable Integer batch;

    @CommandLine.Option(names = "--learning-rate", paramLabel = "X",
            description = "Adam's learning rate at the start; it falls along a cosine. Default: 0.001 for images.")
    private @Nullable Double learningRate;

    @CommandLine.Option(names = "--seed", paramLabel = "N", description = "Seed of weights, order and dropout. Default: 1.")
    private @Nullable Long seed;

    /** Complains of numbers that cannot be. */
    void check(EngineCommand command) {
        command.requireNamed("--data", data);
        command.requireNamed("--test", test);
        command.requireAtLeastOne("--epochs", epochs);
        command.requireAtLeastOne("--batch", batch);
        command.requireAtLeastOne("--limit", limit);
        command.requireAtLeastOne("--patience", patience);
        command.require("--learning-rate", learningRate, "greater than 0", rate -> rate > 0 && rate < Double.POSITIVE_INFINITY);
    }

    /** Those that are given, and the others from {@code otherwise}. */
    RunOptions over(RunOptions otherwise) {
        DataOptions examples = otherwise.examples();
        return new RunOptions(
                otherwise.preset(),
                new DataOptions(
                        data != null ? data : examples.data(),
                        test != null ? test : examples.test(),
                        target != null ? target : examples.target(),
                        limit != null ? limit : examples.limit(),
                        seed != null ? seed : examples.seed()),
                augment || otherwise.augment(),
                epochs != null ? epochs : otherwise.epochs(),
                batch != null ? batch : otherwise.batch(),
                learningRate != null ? learningRate : otherwise.learningRate(),
                patience != null ? patience : otherwise.patience());
    }

    /**
     * Complains of those that differ from what the training began with. Only the number of epochs, which also stretches the curve of the
     * learning rate, and the patience may change; another value of the others would be ignored, or end in another model than promised.
     */
    void requireAsIn(RunOptions saved, EngineCommand command) {
        DataOptions examples = saved.examples();
        requireSame("--data", examples.data(), RunOptions.absolute(data), command);
        requireSame("--test", examples.test(), RunOptions.absolute(test), command);
        requireSame("--target", examples.target(), target, command);
        requireSame("--limit", examples.limit(), limit, command);
        requireSame("--augment", saved.augment(), augment ? true : null, command);
        requireSame("--batch", saved.batch(), batch, command);
        requireSame("--learning-rate", saved.learningRate(), learningRate, command);
        requireSame("--seed", examples.seed(), seed, command);
        if (saved.patience() == null) {
            requireSame("--patience", null, patience, command); // what was waited for is not known
        }
    }

    static void requireSame(String option, @Nullable Object saved, @Nullable Object given, EngineCommand command) {
        if (given != null && !given.equals(saved)) {
            throw command.usage("--resume goes on with the options that the training began with: " + option + " was "
                    + (saved == null ? "not given" : saved) + ", found " + given);
        }
    }
}
