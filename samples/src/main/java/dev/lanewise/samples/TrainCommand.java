package dev.lanewise.samples;

import dev.lanewise.engine.Engine;
import dev.lanewise.io.checkpoint.JsonCheckpointStore;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.train.History;
import dev.lanewise.train.Progress;
import dev.lanewise.train.Scores;
import dev.lanewise.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Trains a preset. */
@CommandLine.Command(
        name = "train",
        description = {
            "Trains a model and saves it to OUT/last.json (to go on from) and OUT/best.json (the one that did best on the test "
                    + "images). Equal options give equal weights, bit for bit, for any number of threads."
        },
        footer = {
            "",
            "Presets: mnist-cnn, mlp, mlp-wide, lenet (\"lanewise summary PRESET\" shows one)",
            "",
            "Examples:",
            "  lanewise train mnist-cnn                            on digits that the program draws itself",
            "  lanewise train mnist-cnn --data mnist --epochs 5    on IDX files: train-images-idx3-ubyte.gz ...",
            "  lanewise train mnist-cnn --resume                   goes on after an interruption",
            "  lanewise train mlp --seed 7 --threads 1 --out runs/seven"
        })
final class TrainCommand extends EngineCommand {

    private static final int STEPS_BETWEEN_CHECKPOINTS = 1000;

    @CommandLine.Parameters(index = "0", paramLabel = "PRESET", description = "What to train: mnist-cnn, mlp, mlp-wide or lenet.")
    private String presetName = "";

    @CommandLine.Option(names = "--data", paramLabel = "DIR",
            description = "Folder with the four IDX files of MNIST or Fashion-MNIST, packed or not. Default: built-in digits.")
    private @Nullable Path data;

    @CommandLine.Option(names = "--limit", paramLabel = "COUNT", description = "Train on the first COUNT images only.")
    private @Nullable Integer limit;

    @CommandLine.Option(names = "--epochs", paramLabel = "N",
            description = "How often to go through the data, those before --resume included.")
    private @Nullable Integer epochs;

    @CommandLine.Option(names = "--batch", paramLabel = "N", description = "Images in a batch. Default: 32.")
    private @Nullable Integer batch;

    @CommandLine.Option(names = "--learning-rate", paramLabel = "X",
            description = "Adam's learning rate at the start; it falls along a cosine. Default: 0.001.")
    private @Nullable Double learningRate;

    @CommandLine.Option(names = "--seed", paramLabel = "N", description = "Seed of weights, order and dropout. Default: 1.")
    private @Nullable Long seed;

    @CommandLine.Option(names = "--threads", paramLabel = "N", description = "How many threads compute. Default: one a core.")
    private @Nullable Integer threads;

    @CommandLine.Option(names = "--out", paramLabel = "DIR", description = "Folder for the checkpoints. Default: runs/PRESET.")
    private @Nullable Path out;

    @CommandLine.Option(names = "--save-every", paramLabel = "STEPS",
            description = "Save after so many steps, beside after each epoch. Default: " + STEPS_BETWEEN_CHECKPOINTS + ".")
    private int saveEvery = STEPS_BETWEEN_CHECKPOINTS;

    @CommandLine.Option(names = "--resume", description = "Go on from OUT/last.json, with its options unless others are given.")
    private boolean resume;

    @CommandLine.Option(names = "--quiet", description = "Print the results only.")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        Preset preset = Preset.find(presetName).orElseThrow(() -> usage("there is no preset \"" + presetName
                + "\"; expected mnist-cnn, mlp, mlp-wide or lenet"));
        require("--epochs", epochs, 1);
        require("--batch", batch, 1);
        require("--threads", threads, 1);
        require("--limit", limit, 1);
        require("--save-every", saveEvery, 1);
        if (learningRate != null && !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw usage("--learning-rate must be greater than 0, found " + learningRate);
        }
        if (threads != null) {
            Engine.useThreads(threads);
        }
        RunFolder folder = new RunFolder(out == null ? Path.of("runs", preset.name()) : out);
        RunOptions options = resume ? saved(preset, folder) : given(RunOptions.defaultsOf(preset));
        ImageSets images = ImageSets.of(options, preset);
        folder.prepare();
        train(preset, options, images, folder);
        return 0;
    }

    private void require(String option, @Nullable Integer value, int least) {
        if (value != null && value < least) {
            throw usage(option + " must be at least " + least + ", found " + value);
        }
    }

    private RunOptions given(RunOptions otherwise) {
        return new RunOptions(
                otherwise.preset(),
                data != null ? data : otherwise.data(),
                limit != null ? limit : otherwise.limit(),
                epochs != null ? epochs : otherwise.epochs(),
                batch != null ? batch : otherwise.batch(),
                learningRate != null ? learningRate : otherwise.learningRate(),
                seed != null ? seed : otherwise.seed());
    }

    /**
     * Of the saved options, only the number of epochs may change, which also stretches the curve of the learning rate; another
     * value of the others would be ignored, or end in another model than promised.
     */
    private RunOptions saved(Preset preset, RunFolder folder) throws IOException {
        RunOptions saved = RunOptions.of(folder.last(), folder.savedOptions(), RunOptions.defaultsOf(preset));
        requireSaved("PRESET", saved.preset(), preset.name());
        requireSaved("--data", saved.data(), data == null ? null : data.toAbsolutePath().normalize());
        requireSaved("--limit", saved.limit(), limit);
        requireSaved("--batch", saved.batch(), batch);
        requireSaved("--learning-rate", saved.learningRate(), learningRate);
        requireSaved("--seed", saved.seed(), seed);
        return given(saved);
    }

    private void requireSaved(String option, @Nullable Object saved, @Nullable Object given) {
        if (given != null && !given.equals(saved)) {
            throw usage("--resume goes on with the options that the training began with: " + option + " was "
                    + (saved == null ? "not given" : saved) + ", found " + given);
        }
    }

    private void train(Preset preset, RunOptions options, ImageSets images, RunFolder folder) throws IOException {
        Layer model = preset.build(Philox.seeded(options.seed()));
        if (!quiet) {
            out().println(preset.name() + ": " + preset.description());
            out().println(images.description());
            out().println(model.summary(preset.oneImage()));
        }
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(options.learningRate()));
        Trainer trainer = Trainer.of(model, optimizer, Losses::crossEntropy)
                .validate(images.test())
                .metric(new Accuracy())
                .schedule(Schedule.cosine())
                .seed(options.seed())
                .checkpoint(folder.path(), new JsonCheckpointStore(images.notes().with(options.toMap())))
                .checkpointEvery(saveEvery)
                .progress(quiet ? Progress.none() : new ProgressLine(out()));
        if (resume) {
            trainer.resume();
        } else {
            folder.setAside(); // only now: all that the new run needs is there
        }
        History history = trainer.fit(images.training(), Trainer.epochs(options.epochs()), Trainer.batchSize(options.batch()));
        report(history.last());
        out().println("saved " + folder.last() + " and " + folder.best());
        out().println("fingerprint of the weights " + model.parameters().fingerprint());
    }

    private void report(History.Epoch last) {
        Scores test = last.validation();
        if (test != null) {
            out().printf(Locale.ROOT, "after %d epochs: test accuracy %.2f %%, test loss %.4f%n", last.number(),
                    100 * test.metrics().getOrDefault("accuracy", Double.NaN), test.loss());
        }
    }}
