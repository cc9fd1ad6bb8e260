package dev.lanewise.samples;

import dev.lanewise.engine.Engine;
import dev.lanewise.io.AtomicFile;
import dev.lanewise.io.checkpoint.JsonCheckpointStore;
import dev.lanewise.io.report.HistoryFile;
import dev.lanewise.layers.Layer;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.ImagePreset;
import dev.lanewise.samples.preset.LanguagePreset;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.samples.preset.SequencePreset;
import dev.lanewise.samples.preset.SeriesPreset;
import dev.lanewise.samples.preset.TablePreset;
import dev.lanewise.samples.preset.TextPreset;
import dev.lanewise.train.Callback;
import dev.lanewise.train.EarlyStopping;
import dev.lanewise.train.History;
import dev.lanewise.train.Monitor;
import dev.lanewise.train.Progress;
import dev.lanewise.train.Scores;
import dev.lanewise.train.Trainer;
import dev.lanewise.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Trains a preset. */
@CommandLine.Command(
        name = "train",
        description = {
            "Trains a model and saves it to OUT/last.json (as it is in the end, or to go on from) and OUT/best.json (as it was after the "
                    + "epoch with the lowest loss on the test examples). Equal options give equal weights, bit for bit, for any number of threads."
        },
        footer = {
            "",
            "Presets for images: mnist-cnn, mlp, mlp-wide, lenet, residual-cnn, image-cnn, autoencoder; for tables: iris, wine, optdigits, table;",
            "for labelled texts: sms-spam, sentiment, lstm-stack, lstm, attention; for time series: airline, sunspots, series;",
            "for texts to go on with: char-gpt, char-lstm; for questions that they make themselves: reverse, addition",
            "(\"lanewise summary PRESET\" shows one)",
            "",
            "Examples:",
            "  lanewise train mnist-cnn                            on digits that the program draws itself",
            "  lanewise train mnist-cnn --data mnist --epochs 5    on IDX files: train-images-idx3-ubyte.gz ...",
            "  lanewise train mnist-cnn --resume                   goes on after an interruption",
            "  lanewise train residual-cnn --data fashion --augment --patience 5 --report fashion.html",
            "  lanewise train mlp --seed 7 --threads 1 --out runs/seven",
            "  lanewise train iris --data iris.csv                 a fifth of the rows is held out to test on",
            "  lanewise train table --data houses.csv --target price",
            "  lanewise train char-gpt --data plays.txt            learns to write like a text, whose last tenth is held out",
            "  lanewise train sms-spam --data SMSSpamCollection    a label, a tab and a text on each line; a fifth is held out",
            "  lanewise train sentiment --data sentiment           a folder with files *_labelled.txt, or one for each class",
            "  lanewise train airline --data airline-passengers.csv"
        })
final class TrainCommand extends EngineCommand {

    private static final int STEPS_BETWEEN_CHECKPOINTS = 1000;

    @CommandLine.Parameters(index = "0", paramLabel = "PRESET", description = "What to train, see below.")
    private String presetName = "";

    @CommandLine.Mixin
    private final GivenOptions given = new GivenOptions();

    @CommandLine.Option(names = "--threads", paramLabel = "N", description = "How many threads compute. Default: one a core.")
    private @Nullable Integer threads;

    @CommandLine.Option(names = "--out", paramLabel = "DIR", description = "Folder for the checkpoints. Default: runs/PRESET.")
    private @Nullable Path out;

    @CommandLine.Option(names = "--report", paramLabel = "FILE",
            description = "Write a page about the training: curves, confusion, worst examples, model, settings. One HTML file.")
    private @Nullable Path report;

    @CommandLine.Option(names = "--plot", paramLabel = "FILE", description = "Draw the curves into a PNG file.")
    private @Nullable Path plot;

    @CommandLine.Option(names = "--save-every", paramLabel = "STEPS",
            description = "Save after so many steps, beside after each epoch. Default: " + STEPS_BETWEEN_CHECKPOINTS + ".")
    private int saveEvery = STEPS_BETWEEN_CHECKPOINTS;

    @CommandLine.Option(names = "--resume", description = "Go on from OUT/last.json, with its options unless others are given.")
    private boolean resume;

    @CommandLine.Option(names = "--quiet", description = "Print the results only.")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        Preset preset = Preset.find(presetName)
                .orElseThrow(() -> usage("there is no preset \"" + presetName + "\"; expected " + Preset.names()));
        given.check(this);
        requireAtLeastOne("--threads", threads);
        requireAtLeastOne("--save-every", saveEvery);
        requireNamed("--out", out);
        requireNamed("--report", report);
        requireNamed("--plot", plot);
        if (report != null && plot != null && report.toAbsolutePath().normalize().equals(plot.toAbsolutePath().normalize())) {
            throw usage("--report and --plot must be two files, found " + report + " for both");
        }
        if (threads != null) {
            Engine.useThreads(threads);
        }
        RunFolder folder = new RunFolder(out == null ? Path.of("runs", preset.name()) : out);
        RunOptions options = given.over(resume ? saved(preset, folder) : RunOptions.usual(preset));
        Task task = task(preset, options);
        folder.prepare();
        for (Path file : Stream.of(report, plot).filter(Objects::nonNull).toList()) {
            AtomicFile.requireWritable(file); // now, and not after hours
        }
        try (FolderLock _ = FolderLock.of(folder.path())) {
            train(preset, options, task, folder);
        }
        return 0;
    }

    /** What there is to be learned; complains of missing data, and of options that would be ignored. */
    private Task task(Preset preset, RunOptions run) throws IOException {
        DataOptions options = run.examples();
        String purpose = "; " + preset.name() + " is for " + preset.subject();
        refuse(run.augment() && !(preset instanceof ImagePreset), "--augment is for images" + purpose);
        return switch (preset) {
            case ImagePreset images -> {
                refuse(options.test() != null || options.target() != null, "--test and --target are for tables" + purpose);
                yield new ImageTask(images, ImageSets.of(options, images), run.augment());
            }
            case TablePreset table -> TableTask.of(needed(options.data(), preset, "a table: --data FILE.csv"), options, table);
            case TextPreset texts -> {
                refuse(options.target() != null, "--target is for tables and time series" + purpose);
                yield TextTask.of(needed(options.data(), preset, "texts: --data FILE"), options, texts);
            }
            case SeriesPreset series -> {
                refuse(options.test() != null, "--test is for tables and texts" + purpose + ", whose end is held out");
                refuse(options.limit() != null, "--limit is not for a time series: give it a shorter one");
                yield SeriesTask.of(needed(options.data(), preset, "a time series: --data FILE.csv"), options, series);
            }
            case LanguagePreset text -> {
                refuseForWriters(options, purpose);
                yield LanguageTask.of(options, text);
            }
            case SequencePreset questions -> {
                refuseForWriters(options, purpose);
                refuse(options.data() != null, preset.name() + " makes its questions itself; leave out --data");
                yield SequenceTask.of(options, questions);
            }
        };
    }

    private void refuseForWriters(DataOptions options, String purpose) {
        refuse(options.test() != null || options.target() != null, "--test and --target are for tables" + purpose);
        refuse(report != null, "--report is for images, tables, and classes of texts" + purpose + ", see --plot");
    }

    private void refuse(boolean isGiven, String rule) {
        if (isGiven) {
            throw usage(rule);
        }
    }

    private Path needed(@Nullable Path data, Preset preset, String what) {
        if (data == null) {
            throw usage(preset.name() + " needs " + what);
        }
        return data;
    }

    /** The options that the training began with, of which few may change. */
    private RunOptions saved(Preset preset, RunFolder folder) throws IOException {
        RunOptions saved = RunOptions.of(folder.savedOptions(), preset);
        GivenOptions.requireSame("PRESET", saved.preset(), preset.name(), this);
        given.requireAsIn(saved, this);
        return saved;
    }

    private void train(Preset preset, RunOptions options, Task task, RunFolder folder) throws IOException {
        Layer model = task.model(Philox.seeded(options.examples().seed()));
        if (!quiet) {
            out().println(preset.name() + ": " + preset.description());
            out().println(task.description());
            out().println(model.summary(task.oneExample()));
        }
        Map<String, String> notes = new LinkedHashMap<>(task.notes().options());
        notes.putAll(options.toMap());
        Optimizer optimizer = task.optimizer(model, options.learningRate());
        Trainer trainer = Trainer.of(model, optimizer, task.loss())
                .validate(task.test())
                .schedule(task.schedule())
                .seed(options.examples().seed())
                .checkpoint(folder.path(), new JsonCheckpointStore(task.notes().with(notes)))
                .checkpointEvery(saveEvery)
                .callback(HistoryFile.jsonLines(folder.lines()))
                .callback(HistoryFile.csv(folder.table()))
                .progress(quiet ? Progress.none() : new ProgressLine(out()));
        task.metrics().forEach(trainer::metric);
        if (options.patience() != null) {
            trainer.callback(EarlyStopping.on(Monitor.lowest("loss")).patience(options.patience()));
        }
        History history = resume ? goOn(trainer.resume(), options, task, folder) : fitAnew(trainer, options, task, folder);
        print(history, task.lossUnit());
        if (!quiet) {
            task.show(model, out());
        }
        out().println("saved " + folder.last() + " and " + folder.best());
        if (plot != null) {
            PlotFile.write(plot, history);
            out().println("curves " + plot);
        }
        if (report != null) {
            TrainingReport.write(report, preset, options, task, model, history);
            out().println("report " + report);
        }
        out().println("fingerprint of the weights " + model.parameters().fingerprint());
    }

    private static History fit(Trainer trainer, RunOptions options, Task task) {
        return trainer.fit(task.training(), Trainer.epochs(options.epochs()), Trainer.batchSize(options.batch()));
    }

    /** Goes on from the last checkpoint, which is named if it does not fit. */
    private History goOn(Trainer trainer, RunOptions options, Task task, RunFolder folder) throws IOException {
        EpochsBefore before = new EpochsBefore();
        History history;
        try {
            history = fit(trainer.callback(before), options, task);
        } catch (IllegalArgumentException e) {
            if (before.count == EpochsBefore.NOT_KNOWN) {
                throw new IOException(folder.last() + ": " + e.getMessage(), e);
            }
            throw e;
        }
        if (before.count == history.epochs().size()) {
            out().printf(Locale.ROOT, "nothing was left to train: %s done before; --epochs %d goes on%n",
                    before.count == 1 ? "its epoch was" : "its " + before.count + " epochs were", before.count + 1);
        }
        return history;
    }

    /** Learns into the folder of an earlier run, which stays as it was if this one fails before it has saved anything. */
    private History fitAnew(Trainer trainer, RunOptions options, Task task, RunFolder folder) throws IOException {
        int number = folder.setAside(); // only now: all that the new run needs is there
        folder.keptAs(number).filter(_ -> !quiet).ifPresent(files -> out().println("the run before is kept as " + files));
        try {
            return fit(trainer, options, task);
        } catch (RuntimeException | Error e) {
            folder.putBack(number);
            throw e;
        }
    }

    /** How many epochs were done before this run. */
    private static final class EpochsBefore implements Callback {
        private static final int NOT_KNOWN = -1;
        private int count = NOT_KNOWN;

        @Override
        public void beforeTraining(Training training) {
            count = training.history().epochs().size();
        }
    }

    private void print(History history, String unit) {
        History.Epoch last = history.last();
        Scores scores = last.validation();
        if (scores == null) {
            return;
        }
        out().println("after " + last.number() + (last.number() == 1 ? " epoch: " : " epochs: ") + figures(scores, unit));
        int lowest = last.number();
        for (History.Epoch epoch : history.epochs()) {
            Scores others = epoch.validation();
            if (others != null && others.loss() < scores.loss()) {
                scores = others;
                lowest = epoch.number();
            }
        }
        if (lowest != last.number()) {
            out().println("lowest loss after " + lowest + (lowest == 1 ? " epoch: " : " epochs: ") + figures(scores, unit));
        }
    }

    private static String figures(Scores scores, String unit) {
        Double accuracy = scores.metrics().get("accuracy");
        Double f1 = scores.metrics().get("f1 of 1");
        return String.format(Locale.ROOT, "%s%stest loss %.4f%s",
                accuracy == null ? "" : String.format(Locale.ROOT, "test accuracy %.2f %%, ", 100 * accuracy),
                f1 == null ? "" : String.format(Locale.ROOT, "F1 %.4f, ", f1), scores.loss(), unit);
    }
}
