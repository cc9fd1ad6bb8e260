package dev.lanewise.io.report;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Sequential;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.metric.Metric;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Callback;
import dev.lanewise.train.History;
import dev.lanewise.train.Trainer;
import dev.lanewise.train.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class HistoryFileTest {

    @TempDir
    Path folder;

    private Path lines;
    private Path table;

    @BeforeEach
    void name() {
        lines = folder.resolve("history.jsonl");
        table = folder.resolve("history.csv");
    }

    private Trainer trainer() {
        Layer model = Sequential.of(new Flatten(), Linear.of(16, 3, Philox.seeded(1)));
        return Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(0.01)), Losses::crossEntropy)
                .validate(TinyImages.of(9)).metric(new Accuracy())
                .callback(HistoryFile.jsonLines(lines)).callback(HistoryFile.csv(table));
    }

    @Test
    void everyEpochIsALine() throws IOException {
        History history = trainer().fit(TinyImages.of(30), epochs(3), batchSize(10));
        List<String> json = Files.readAllLines(lines);
        List<String> csv = Files.readAllLines(table);
        assertThat(json).hasSize(3);
        assertThat(csv).hasSize(4).first().isEqualTo(
                "epoch,seconds,examples_per_second,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy");
        History.Epoch last = history.last();
        assertThat(json.getLast()).isEqualTo("{\"epoch\": 3, \"seconds\": " + last.seconds() + ", \"examples_per_second\": "
                + last.samplesPerSecond() + ", \"learning_rate\": " + last.learningRate() + ", \"train\": {\"loss\": " + last.train().loss()
                + ", \"accuracy\": " + last.train().metrics().get("accuracy") + "}, \"validation\": {\"loss\": " + last.validation().loss()
                + ", \"accuracy\": " + last.validation().metrics().get("accuracy") + "}}");
        assertThat(csv.getLast()).isEqualTo("3," + last.seconds() + "," + last.samplesPerSecond() + "," + last.learningRate() + ","
                + last.train().loss() + "," + last.train().metrics().get("accuracy") + "," + last.validation().loss() + ","
                + last.validation().metrics().get("accuracy"));
        for (String line : json) {
            requireJson(line);
        }
    }

    private static void requireJson(String line) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            int tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            assertThat(tokens).isGreaterThan(10);
        }
    }

    private static Callback killIn(int epoch) {
        return new Callback() {
            @Override
            public void afterStep(Training training) {
                if (training.epoch() == epoch) {
                    throw new IllegalStateException("killed");
                }
            }
        };
    }

    private record Odd(String name) implements Metric {
        @Override
        public void add(Tensor outputs, IntTensor labels) {}

        @Override
        public double value() {
            return Double.NaN;
        }

        @Override
        public void reset() {}

        @Override
        public double[] sums() {
            return new double[0];
        }

        @Override
        public void restore(double[] sums) {}
    }

    @Test
    void oddNamesAreQuoted() throws IOException {
        trainer().metric(new Odd("a, \"b\"\t\\")).fit(TinyImages.of(30), epochs(1), batchSize(10));
        assertThat(Files.readAllLines(table)).hasSize(2).first().asString()
                .contains(",train_accuracy,\"train_a, \"\"b\"\"\t\\\",validation_loss,");
        assertThat(Files.readAllLines(table).getLast()).contains(",NaN,");
        assertThat(Files.readString(lines)).contains("\"a, \\\"b\\\"\\t\\\\\": null}");
        requireJson(Files.readString(lines));
    }

    @Test
    void aKilledTrainingGoesOnInTheSameFiles() throws IOException {
        assertThatIllegalStateException().isThrownBy(() -> trainer().checkpoint(folder).callback(killIn(3))
                .fit(TinyImages.of(30), epochs(4), batchSize(10)));
        List<String> before = Files.readAllLines(lines);
        assertThat(before).hasSize(2);
        // as if it had been killed after the line of epoch 3, which no checkpoint has, and within that of epoch 4
        Files.writeString(lines, before.getLast() + "\n{\"epoch\": 4, \"sec", StandardOpenOption.APPEND);
        Files.writeString(table, "3,1,1,1,1,1,1,1\n4,0.0", StandardOpenOption.APPEND);
        History history = trainer().checkpoint(folder).resume().fit(TinyImages.of(30), epochs(4), batchSize(10));
        List<String> after = Files.readAllLines(lines);
        assertThat(after).hasSize(4).startsWith(before.toArray(String[]::new));
        assertThat(history.epochs()).hasSize(4);
        assertThat(Files.readAllLines(table)).hasSize(5).extracting(line -> line.split(",")[0])
                .containsExactly("epoch", "1", "2", "3", "4");
    }

    @Test
    void aFileThatCannotBeWrittenIsFoundBeforeTheFirstStep() {
        Path nowhere = folder.resolve("nowhere/history.csv");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> trainer().callback(HistoryFile.csv(nowhere)).callback(killIn(1)).fit(TinyImages.of(30), epochs(1), batchSize(10)))
                .withMessageStartingWith("history: " + nowhere + ": cannot be written, there is no folder");
    }
}
