package dev.lanewise.io.table;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.io.data.ArrayExamples;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.data.StreamedExamples;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the rows of a table become the inputs and targets of a model: fitted on the training rows, and saved with the model, so that a
 * prediction from raw values needs nothing else. Numbers are normalized; a category becomes one input for each text that the training
 * rows had, of which one is 1; a class becomes its number.
 */
public final class TableEncoding {

    private final List<ColumnEncoding> columns;
    private final int inputs;

    private TableEncoding(List<ColumnEncoding> columns) {
        this.columns = List.copyOf(columns);
        this.inputs = columns.stream().mapToInt(ColumnEncoding::inputs).sum();
    }

    /**
     * Takes means, ranges and vocabularies from these rows, which should be those to train on and no others.
     *
     * @throws IllegalArgumentException that names the column, if its numbers are so large that their mean or range is not finite
     */
    public static TableEncoding fit(Table training) {
        List<ColumnEncoding> fitted = new ArrayList<>();
        for (int i = 0; i < training.columns().size(); i++) {
            Column column = training.columns().get(i);
            ColumnEncoding.Fit fit = new ColumnEncoding.Fit(column);
            for (int row = 0; row < training.rows(); row++) {
                if (column.kind().isNumber()) {
                    fit.add(training.number(i, row));
                } else if (column.kind().isText()) {
                    fit.add(training.text(i, row));
                }
            }
            fitted.add(fit.done());
        }
        return new TableEncoding(fitted);
    }

    /**
     * Takes means, ranges and vocabularies from a file that is read once and never held in memory.
     *
     * @throws IOException that says file, line, column, what was expected and what was found
     * @throws IllegalArgumentException if there is more than one target among the columns, or no input; or the numbers of one are so large that
     *     their mean or range is not finite
     */
    public static TableEncoding fit(CsvFile training, List<Column> columns) throws IOException {
        ColumnTypes.require(columns);
        try (CsvRows rows = training.open()) {
            int[] places = Places.of(rows, columns, true);
            List<ColumnEncoding.Fit> fits = columns.stream().map(ColumnEncoding.Fit::new).toList();
            long count = 0;
            for (; rows.next(); count++) {
                for (int i = 0; i < places.length; i++) {
                    Column.Kind kind = columns.get(i).kind();
                    if (kind.isNumber()) {
                        fits.get(i).add(rows.finite(places[i]));
                    } else if (kind.isText()) {
                        String text = ColumnTypes.text(rows, places[i]);
                        if (fits.get(i).isNew(text)) {
                            ColumnTypes.requireFew(rows, places[i], fits.get(i).texts());
                            fits.get(i).add(text);
                        }
                    }
                }
            }
            ColumnTypes.requireRows(rows, count);
            return new TableEncoding(fits.stream().map(ColumnEncoding.Fit::done).toList());
        }
    }

    /** What the columns are for. */
    public List<Column> columns() {
        return columns.stream().map(ColumnEncoding::column).toList();
    }

    /** The shape of one input: {@code [features]}. */
    public Shape inputShape() {
        return Shape.of(inputs);
    }

    /** The names of the classes in the order of their numbers; empty if the target is not a class. */
    public List<String> classes() {
        return columns.stream().filter(column -> column.column().kind() == Column.Kind.LABEL).findFirst()
                .map(ColumnEncoding::texts).orElse(List.of());
    }

    /** How many numbers a model should answer: one for each class, or 1. */
    public int outputs() {
        return Math.max(1, classes().size());
    }

    /**
     * What a model's answer means in the units of the target's column.
     *
     * @throws IllegalStateException if the target is not a number
     */
    public double decodeValue(double output) {
        return columns.stream().filter(column -> column.column().kind() == Column.Kind.VALUE).findFirst()
                .orElseThrow(() -> new IllegalStateException("table: the target is not a number")).decode(output);
    }

    /**
     * Rows as examples.
     *
     * @param table with the columns that this was fitted to
     * @throws IOException that says file, line and column, if a text is none of those that the training rows had
     * @throws IllegalArgumentException if the columns are others, or there is no target among them
     */
    public Examples encode(Table table) throws IOException {
        int target = table.target();
        if (!table.columns().equals(columns()) || target < 0) {
            throw new IllegalArgumentException("table: expected the columns " + columns() + " with a target, found " + table.columns());
        }
        int rows = table.rows();
        float[] values = new float[Shape.of(rows, inputs).size()];
        int[] labels = new int[rows];
        float[] targets = new float[rows];
        for (int row = 0; row < rows; row++) {
            int offset = row * inputs;
            for (int i = 0; i < columns.size(); i++) {
                ColumnEncoding column = columns.get(i);
                switch (column.column().kind()) {
                    case NUMERIC -> values[offset] = finite(table, row, i, column.encode(table.number(i, row)));
                    case CATEGORICAL -> values[offset + number(table, row, i)] = 1;
                    case LABEL -> labels[row] = number(table, row, i);
                    case VALUE -> targets[row] = finite(table, row, i, column.encode(table.number(i, row)));
                    case IGNORED -> {}
                }
                offset += column.inputs();
            }
        }
        return classes().isEmpty() ? ArrayExamples.withValues(inputShape(), values, Shape.of(1), targets)
                : ArrayExamples.classified(inputShape(), values, labels, classes().size());
    }

    private static float finite(Table table, int row, int column, float value) throws FileFormatException {
        if (!Float.isFinite(value)) {
            throw new FileFormatException(table.path(), "line " + table.line(row) + ", column " + (column + 1) + ": " + table.number(column, row)
                    + " is too far from the training rows for 32-bit floats; correct the row or leave it out");
        }
        return value;
    }

    private int number(Table table, int row, int column) throws FileFormatException {
        ColumnEncoding encoding = columns.get(column);
        String text = table.text(column, row);
        Integer number = encoding.numbers().get(text);
        if (number == null) {
            throw new FileFormatException(table.path(), "line " + table.line(row) + ", column " + (column + 1)
                    + (table.hasHeader() ? " (" + encoding.column().name() + ")" : "") + ": expected " + EncodedRows.oneOf(encoding)
                    + " as in the training rows, found \"" + text + "\"; correct the row, or train with rows that have it");
        }
        return number;
    }

    /**
     * Begins to read a file whose rows are to be predicted: targets and ignored columns may be missing, and are not looked at.
     *
     * @throws IOException that says what is missing
     */
    public EncodedRows inputsOf(CsvFile file) throws IOException {
        return EncodedRows.open(file, this, false);
    }

    /** Begins to read a file whose rows have targets. */
    EncodedRows examplesOf(CsvFile file) throws IOException {
        return EncodedRows.open(file, this, true);
    }

    /**
     * The rows of a file as examples that are read again in each pass and never all in memory. The file is read once now, to count and check
     * them.
     *
     * @throws IOException that says file, line, column, what was expected and what was found
     */
    public StreamedExamples stream(CsvFile file) throws IOException {
        StreamedExamples.Source source = () -> {
            EncodedRows rows = examplesOf(file);
            return new StreamedExamples.Cursor() {
                @Override
                public boolean next(StreamedExamples.Example storage) throws IOException {
                    if (!rows.next()) {
                        return false;
                    }
                    rows.copyInput(storage.input(), 0);
                    storage.label(rows.label());
                    if (storage.values().length > 0) {
                        storage.values()[0] = rows.value();
                    }
                    return true;
                }

                @Override
                public void close() throws IOException {
                    rows.close();
                }
            };
        };
        return classes().isEmpty() ? StreamedExamples.withValues(source, inputShape(), Shape.of(1))
                : StreamedExamples.classified(source, inputShape(), classes().size());
    }

    List<ColumnEncoding> encodings() {
        return columns;
    }

    /** As plain data, to be kept in a file: maps, lists, texts and numbers. */
    public Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("columns", columns.stream().map(ColumnEncoding::describe).toList());
        return map;
    }

    /**
     * From plain data, as {@link #describe} gives it.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    public static TableEncoding of(Map<String, ?> description) {
        if (!description.keySet().equals(Set.of("columns")) || !(description.get("columns") instanceof List<?> list) || list.isEmpty()) {
            throw new IllegalArgumentException("table: expected a list of \"columns\", found " + description.keySet());
        }
        List<ColumnEncoding> columns = new ArrayList<>();
        for (Object column : list) {
            columns.add(ColumnEncoding.of(column));
        }
        return new TableEncoding(columns);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableEncoding that && columns.equals(that.columns);
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }

    /** For people: how many columns of what kind. */
    @Override
    public String toString() {
        return "table of " + columns.size() + " columns, " + inputs + " inputs, " + (classes().isEmpty() ? "a number" : classes().size() + " classes");
    }
}
