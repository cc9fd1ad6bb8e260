package dev.lanewise.bench.peer;

import dev.lanewise.bench.Sample;
import dev.lanewise.io.ReadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a run found out.
 *
 * @param platform machine, Java and settings, a line each
 * @param measurements all turns
 * @param notes a sentence for each row and engine that is left out
 */
record Results(List<String> platform, List<Measurement> measurements, List<String> notes) {

    static final String OURS = "lanewise";
    private static final String PLATFORM = "# ";
    private static final String NOTE = "! ";

    /** A row of a table: one workload with so many threads. */
    record Row(Workload workload, int threads) {}

    Results {
        platform = List.copyOf(platform);
        measurements = List.copyOf(measurements);
        notes = List.copyOf(notes);
    }

    /** All rows in which we have been measured, in the order of the run. */
    List<Row> rows() {
        return measurements.stream().filter(turn -> turn.engine().equals(OURS))
                .map(turn -> new Row(turn.workload(), turn.threads())).distinct().toList();
    }

    /** The engines beside ours in these rows. */
    List<String> others(List<Row> rows) {
        return measurements.stream().filter(turn -> rows.contains(new Row(turn.workload(), turn.threads())))
                .map(Measurement::engine).filter(engine -> !engine.equals(OURS)).distinct().toList();
    }

    /** The median of the seconds of all rounds; NaN if the engine was not measured. */
    double seconds(Row row, String engine) {
        List<Double> seconds = turns(row, engine).map(Measurement::seconds).toList();
        return seconds.isEmpty() ? Double.NaN : new Sample(seconds).median();
    }

    /** How many times as long as ours the engine took, in each round by itself; empty if there is no round with both. */
    List<Double> ratios(Row row, String engine) {
        List<Double> ratios = new ArrayList<>();
        for (Measurement other : turns(row, engine).toList()) {
            turns(row, OURS).filter(ours -> ours.round() == other.round())
                    .forEach(ours -> ratios.add(other.seconds() / ours.seconds()));
        }
        return Collections.unmodifiableList(ratios);
    }

    private Stream<Measurement> turns(Row row, String engine) {
        return measurements.stream()
                .filter(turn -> turn.engine().equals(engine) && turn.threads() == row.threads() && turn.workload().equals(row.workload()));
    }

    /** Reads what {@link #lines} wrote. */
    static Results read(Path file) throws IOException {
        List<String> platform = new ArrayList<>();
        List<Measurement> measurements = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> lines = Files.readAllLines(ReadableFile.require(file));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(PLATFORM)) {
                platform.add(line.substring(PLATFORM.length()));
            } else if (line.startsWith(NOTE)) {
                notes.add(line.substring(NOTE.length()));
            } else {
                try {
                    measurements.add(Measurement.of(line));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return new Results(platform, measurements, notes);
    }

    /** The raw figures as text: the platform behind {@code #}, notes behind {@code !}, and a line for each turn. */
    String lines() {
        StringBuilder text = new StringBuilder();
        platform.forEach(line -> text.append(PLATFORM).append(line).append('\n'));
        notes.forEach(line -> text.append(NOTE).append(line).append('\n'));
        measurements.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
