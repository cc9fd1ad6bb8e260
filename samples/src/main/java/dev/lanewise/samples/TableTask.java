package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.io.table.Table;
import dev.lanewise.io.table.TableEncoding;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.metric.Metric;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.TablePreset;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** To say the class, or the value, that belongs to the row of a table. */
record TableTask(TablePreset preset, TableEncoding encoding, Examples training, Examples test, String description) implements Task {

    /** How the machine-learning repository of the University of California, Irvine, names the files to train and to test on. */
    private static final String TRAINING_ENDING = ".tra";
    private static final String TEST_ENDING = ".tes";

    /** The rows to train on and to test on. */
    private record Parts(Table training, Table test, String description) {}

    static TableTask of(Path data, DataOptions options, TablePreset preset) throws IOException {
        Parts parts = parts(data, options);
        TableEncoding encoding = Complaints.naming(data, () -> TableEncoding.fit(parts.training));
        if (encoding.classes().size() == 1) {
            throw new IOException(data + ": expected rows of at least two classes, found only " + encoding.classes() + " in the column to predict; "
                    + "name another one with --target");
        }
        return new TableTask(preset, encoding, encoding.encode(parts.training), encoding.encode(parts.test), parts.description);
    }

    /** The rows that the model with these options was tested on. */
    static Table testRows(Path data, DataOptions options) throws IOException {
        return parts(data, options).test;
    }

    private static Parts parts(Path data, DataOptions options) throws IOException {
        String target = options.target();
        Table all = target == null ? Table.read(CsvFile.of(data)) : Table.read(CsvFile.of(data), target);
        Path testFile = testFile(data, options.test());
        Table training;
        Table test;
        if (testFile != null) {
            training = all;
            test = Table.read(CsvFile.of(testFile), all.columns());
        } else {
            List<Table> parts = Complaints.naming(data, () -> all.split(options.seed(), 1 - TablePreset.TEST_SHARE, TablePreset.TEST_SHARE));
            training = parts.get(0);
            test = parts.get(1);
        }
        Table limited = training.part(IntStream.range(0, options.limited(training.rows())).toArray());
        return new Parts(limited, test, String.format(Locale.ROOT, "%s: %,d rows to train on, %,d %s", data, limited.rows(), test.rows(),
                testFile == null ? "held out to test on" : "of " + testFile + " to test on"));
    }

    private static @Nullable Path testFile(Path data, @Nullable Path given) {
        String name = data.toString();
        if (given != null || !name.endsWith(TRAINING_ENDING)) {
            return given;
        }
        Path beside = Path.of(name.substring(0, name.length() - TRAINING_ENDING.length()) + TEST_ENDING);
        return Files.exists(beside) ? beside : null;
    }

    /** The loss of models for this table. */
    static Loss loss(TableEncoding encoding) {
        return encoding.classes().isEmpty() ? Loss.ofValues(Losses::meanSquaredError) : Losses::crossEntropy;
    }

    @Override
    public Layer model(Philox random) {
        return preset.build(encoding.inputShape().size(), encoding.outputs(), random);
    }

    @Override
    public Shape oneExample() {
        return Shape.of(1, encoding.inputShape().size());
    }

    @Override
    public Loss loss() {
        return loss(encoding);
    }

    @Override
    public List<Metric> metrics() {
        return encoding.classes().isEmpty() ? List.of() : List.of(new Accuracy());
    }

    @Override
    public ModelNotes notes() {
        return ModelNotes.table(encoding);
    }
}
