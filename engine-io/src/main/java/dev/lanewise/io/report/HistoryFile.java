package dev.lanewise.io.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.lanewise.io.AtomicFile;
import dev.lanewise.io.JsonText;
import dev.lanewise.train.Callback;
import dev.lanewise.train.History;
import dev.lanewise.train.Scores;
import dev.lanewise.train.Training;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the history of a training into a file, one line for each epoch, that other programs can read while the training goes on.
 *
 * <pre>{@code
 * trainer.callback(HistoryFile.jsonLines(Path.of("runs/mnist/history.jsonl")))
 *     .callback(HistoryFile.csv(Path.of("runs/mnist/history.csv")));
 * }</pre>
 *
 * <p>Each line is appended at once and forced to disk, so that a kill loses nothing but the line that was being written. When the training
 * begins or goes on, the file is written anew with the epochs that are done according to the checkpoint: no line is torn, missing or
 * there twice.
 *
 * <p>In JSON a number that is not finite is {@code null}. A CSV file has a header ({@code epoch, seconds, examples_per_second, learning_rate,
 * train_loss, …, validation_loss, …}) and commas; a number that is not finite is {@code NaN}, {@code Infinity} or {@code -Infinity}.
 */
public final class HistoryFile implements Callback {

    private final Path file;
    private final boolean isCsv;
    private List<String> figures = List.of();
    private boolean validates;

    private HistoryFile(Path file, boolean isCsv) {
        this.file = file;
        this.isCsv = isCsv;
    }

    /** One JSON object on each line. */
    public static HistoryFile jsonLines(Path file) {
        return new HistoryFile(file, false);
    }

    /** Comma-separated values. */
    public static HistoryFile csv(Path file) {
        return new HistoryFile(file, true);
    }

    /** Writes the epochs that are done: none in a new training. */
    @Override
    public void beforeTraining(Training training) {
        figures = training.figures();
        validates = training.validates();
        StringBuilder text = new StringBuilder(isCsv ? header() : "");
        for (History.Epoch epoch : training.history().epochs()) {
            text.append(line(epoch));
        }
        try {
            AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("history: " + e.getMessage(), e);
        }
    }

    @Override
    public void afterEpoch(Training training, History.Epoch epoch) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line(epoch).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("history: " + file + " cannot be appended to: " + e.getMessage(), e);
        }
    }

    private String line(History.Epoch epoch) {
        return isCsv ? csvLine(epoch) : jsonLine(epoch) + "\n";
    }

    private static String jsonLine(History.Epoch epoch) {
        Scores validation = epoch.validation();
        return "{\"epoch\": " + epoch.number() + ", \"seconds\": " + json(epoch.seconds()) + ", \"examples_per_second\": "
                + json(epoch.samplesPerSecond()) + ", \"learning_rate\": " + json(epoch.learningRate()) + ", \"train\": " + json(epoch.train())
                + (validation == null ? "" : ", \"validation\": " + json(validation)) + "}";
    }

    private static String json(Scores scores) {
        StringBuilder text = new StringBuilder("{\"loss\": ").append(json(scores.loss()));
        scores.metrics().forEach((name, value) -> text.append(", ").append(JsonText.quoted(name)).append(": ").append(json(value.doubleValue())));
        return text.append('}').toString();
    }

    private static String json(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private String header() {
        List<String> names = new ArrayList<>(List.of("epoch", "seconds", "examples_per_second", "learning_rate"));
        figures.forEach(figure -> names.add("train_" + figure));
        if (validates) {
            figures.forEach(figure -> names.add("validation_" + figure));
        }
        return csv(names);
    }

    private String csvLine(History.Epoch epoch) {
        List<String> numbers = new ArrayList<>(List.of(Integer.toString(epoch.number()), Double.toString(epoch.seconds()),
                Double.toString(epoch.samplesPerSecond()), Double.toString(epoch.learningRate())));
        addTo(numbers, epoch.train());
        Scores validation = epoch.validation();
        if (validates) {
            addTo(numbers, validation == null ? new Scores(Double.NaN, Map.of()) : validation);
        }
        return csv(numbers);
    }

    private void addTo(List<String> numbers, Scores scores) {
        for (String figure : figures) {
            numbers.add(Double.toString(figure.equals("loss") ? scores.loss() : scores.metrics().getOrDefault(figure, Double.NaN)));
        }
    }

    private static String csv(List<String> fields) {
        StringWriter text = new StringWriter();
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(0).build(text).writeRecord(fields);
        return text.toString();
    }
}
