package dev.lanewise.io.series;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.io.table.CsvRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * Numbers that were measured one step after the other, in one or several channels.
 *
 * <pre>{@code
 * Series series = Series.read(CsvFile.of(Path.of("airline-passengers.csv")));      // channel "Passengers", 144 steps
 * }</pre>
 */
public final class Series {

    private final List<String> channels;
    private final double[] values; // [step][channel]
    private final int from;
    private final int to;

    private Series(List<String> channels, double[] values, int from, int to) {
        this.channels = List.copyOf(channels);
        this.values = values;
        this.from = from;
        this.to = to;
    }

    /**
     * A series of these values.
     *
     * @param values for each step one of each channel
     * @throws IllegalArgumentException if there is no channel, a name occurs twice, or a step does not have one finite value of each channel
     */
    public static Series of(List<String> channels, double[]... values) {
        if (channels.isEmpty() || new HashSet<>(channels).size() < channels.size()) {
            throw new IllegalArgumentException("series: expected channels with names of their own, found " + channels);
        }
        double[] all = new double[Math.multiplyExact(values.length, channels.size())];
        for (int step = 0; step < values.length; step++) {
            if (values[step].length != channels.size() || !Arrays.stream(values[step]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("series: expected " + channels.size() + " finite numbers at step " + step + ", found "
                        + Arrays.toString(values[step]));
            }
            System.arraycopy(values[step], 0, all, step * channels.size(), channels.size());
        }
        return new Series(channels, all, 0, values.length);
    }

    /** A series with one channel. */
    public static Series of(String channel, double... values) {
        return of(List.of(channel), Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new));
    }

    /**
     * Reads the columns whose first entry is a number; others, such as dates, are left out. The rows are the steps, oldest first.
     *
     * @throws IOException that says file, line, column, what was expected and what was found
     */
    public static Series read(CsvFile file) throws IOException {
        List<String> numeric = new ArrayList<>();
        try (CsvRows rows = file.open()) {
            if (rows.next()) {
                for (int i = 0; i < rows.names().size(); i++) {
                    if (rows.isNumber(i)) {
                        numeric.add(rows.names().get(i));
                    }
                }
            }
        }
        if (numeric.isEmpty()) {
            throw new FileFormatException(file.path(), "expected rows with at least one column of numbers, found none");
        }
        return read(file, numeric);
    }

    /**
     * Reads these columns.
     *
     * @param columns their names, or {@code "column 1"}, … if there is no header
     * @throws IOException that says file, line, column, what was expected and what was found
     */
    public static Series read(CsvFile file, List<String> columns) throws IOException {
        List<double[]> steps = new ArrayList<>();
        try (CsvRows rows = file.open()) {
            if (rows.names().isEmpty()) {
                throw new FileFormatException(file.path(), "holds no rows; expected a series with at least one step");
            }
            int[] places = new int[columns.size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = rows.names().indexOf(columns.get(i));
                if (places[i] < 0) {
                    throw new FileFormatException(file.path(), "there is no column \"" + columns.get(i) + "\"; expected one of " + rows.names());
                }
            }
            while (rows.next()) {
                double[] step = new double[places.length];
                for (int i = 0; i < places.length; i++) {
                    step[i] = rows.finite(places[i]);
                }
                steps.add(step);
            }
        }
        return of(columns, steps.toArray(double[][]::new));
    }

    /** The names of the channels. */
    public List<String> channels() {
        return channels;
    }

    /** How many steps there are. */
    public int size() {
        return to - from;
    }

    /**
     * One value.
     *
     * @throws IndexOutOfBoundsException if there is no such step or channel
     */
    public double value(int step, int channel) {
        return values[(from + Objects.checkIndex(step, size())) * channels.size() + Objects.checkIndex(channel, channels.size())];
    }

    /**
     * The steps {@code begin} to {@code end} − 1. Nothing is copied; nothing outside of them can be seen.
     *
     * @throws IndexOutOfBoundsException if there are no such steps
     */
    public Series part(int begin, int end) {
        Objects.checkFromToIndex(begin, end, size());
        return new Series(channels, values, from + begin, from + end);
    }

    /** For people: how many steps of what. */
    @Override
    public String toString() {
        return size() + " steps of " + String.join(", ", channels);
    }
}
