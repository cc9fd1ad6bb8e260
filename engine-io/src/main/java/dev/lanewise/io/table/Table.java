package dev.lanewise.io.table;

import dev.lanewise.io.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a CSV file in memory, as they are in the file: numbers and texts.
 *
 * <pre>{@code
 * var parts = Table.read(CsvFile.of(Path.of("iris.csv"))).split(1, 0.8, 0.2);
 * var encoding = TableEncoding.fit(parts.getFirst());              // means and vocabularies of the training rows alone
 * Examples train = encoding.encode(parts.get(0)), test = encoding.encode(parts.get(1));
 * }</pre>
 */
public final class Table {

    private static final int FIRST_ROWS = 256;

    /** The values of one column: numbers, or numbers of texts, or nothing if it is ignored. */
    private static final class Values {
        private double[] numbers = new double[0];
        private int[] codes = new int[0];
        private List<String> texts = new ArrayList<>();
        private final Map<String, Integer> codeOfText = new HashMap<>();
    }

    private final Path path;
    private final boolean hasHeader;
    private final List<Column> columns;
    private final List<Values> values;
    private long[] lines;
    private int rows;

    private Table(Path path, boolean hasHeader, List<Column> columns) {
        this.path = path;
        this.hasHeader = hasHeader;
        this.columns = List.copyOf(columns);
        this.values = columns.stream().map(column -> new Values()).toList();
        this.lines = new long[0];
    }

    /**
     * Reads a file, whose columns are taken for what they look like: numbers, or else texts out of a few. The last column is the target:
     * a class if it holds texts or few whole numbers, otherwise a number to be approached.
     *
     * @throws IOException that says file, line, column, what was expected and what was found, if the file is no table or has no rows
     */
    public static Table read(CsvFile file) throws IOException {
        return read(file, ColumnTypes.of(file, null));
    }

    /** Reads a file as {@link #read(CsvFile)} does, with the target in the column of this name. */
    public static Table read(CsvFile file, String target) throws IOException {
        return read(file, ColumnTypes.of(file, target));
    }

    /**
     * Reads a file with these columns: found by their names if there is a header, otherwise all columns in this order.
     *
     * @throws IOException that says file, line, column, what was expected and what was found, if the file does not hold them
     * @throws IllegalArgumentException if there is more than one target among the columns, or no input
     */
    public static Table read(CsvFile file, List<Column> columns) throws IOException {
        ColumnTypes.require(columns);
        try (CsvRows rows = file.open()) {
            if (rows.names().isEmpty()) {
                ColumnTypes.requireRows(rows, 0);
            }
            Table table = new Table(file.path(), rows.hasHeader(), columns);
            int[] places = Places.of(rows, columns, true);
            while (rows.next()) {
                table.add(rows, places);
            }
            ColumnTypes.requireRows(rows, table.rows);
            return table;
        }
    }

    private void add(CsvRows row, int[] places) throws IOException {
        if (rows == lines.length) {
            grow(Math.max(FIRST_ROWS, 2 * rows));
        }
        lines[rows] = row.line();
        for (int i = 0; i < places.length; i++) {
            Column.Kind kind = columns.get(i).kind();
            Values column = values.get(i);
            if (kind.isNumber()) {
                column.numbers[rows] = row.finite(places[i]);
            } else if (kind.isText()) {
                String text = ColumnTypes.text(row, places[i]);
                Integer code = column.codeOfText.get(text);
                if (code == null) {
                    code = column.texts.size();
                    ColumnTypes.requireFew(row, places[i], code);
                    column.texts.add(text);
                    column.codeOfText.put(text, code);
                }
                column.codes[rows] = code;
            }
        }
        rows++;
    }

    private void grow(int length) {
        lines = Arrays.copyOf(lines, length);
        for (int i = 0; i < columns.size(); i++) {
            Column.Kind kind = columns.get(i).kind();
            Values column = values.get(i);
            column.numbers = kind.isNumber() ? Arrays.copyOf(column.numbers, length) : column.numbers;
            column.codes = kind.isText() ? Arrays.copyOf(column.codes, length) : column.codes;
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** What the columns are for. */
    public List<Column> columns() {
        return columns;
    }

    /** How many rows there are. */
    public int rows() {
        return rows;
    }

    boolean hasHeader() {
        return hasHeader;
    }

    /** The line in the file of one row. */
    long line(int row) {
        return lines[row];
    }

    double number(int column, int row) {
        return values.get(column).numbers[row];
    }

    String text(int column, int row) {
        Values texts = values.get(column);
        return texts.texts.get(texts.codes[row]);
    }

    /** The index of the target's column, or −1. */
    int target() {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).kind().isTarget()) {
                return i;
            }
        }
        return -1;
    }

    /**
     * These rows alone, in this order.
     *
     * @throws IndexOutOfBoundsException if there is no row of one of these numbers
     */
    public Table part(int... indices) {
        Table part = new Table(path, hasHeader, columns);
        part.grow(indices.length);
        part.rows = indices.length;
        for (int i = 0; i < indices.length; i++) {
            part.lines[i] = lines[indices[i]];
        }
        for (int column = 0; column < columns.size(); column++) {
            Values from = values.get(column);
            Values to = part.values.get(column);
            to.texts = from.texts;
            for (int i = 0; i < to.numbers.length; i++) {
                to.numbers[i] = from.numbers[indices[i]];
            }
            for (int i = 0; i < to.codes.length; i++) {
                to.codes[i] = from.codes[indices[i]];
            }
        }
        return part;
    }

    /**
     * Parts with these shares of the rows: of each class, if there are classes. See {@link Split#stratified(int[], long, double...)}.
     *
     * @throws IllegalArgumentException if the shares cannot be had
     */
    public List<Table> split(long seed, double... shares) {
        int target = target();
        boolean hasClasses = target >= 0 && columns.get(target).kind() == Column.Kind.LABEL;
        int[] labels = hasClasses ? Arrays.copyOf(codesInOrder(target), rows) : new int[rows];
        return Split.stratified(labels, seed, shares).stream().map(this::part).toList();
    }

    /** The classes numbered in the order of their texts: a split must not depend on which row comes first. */
    private int[] codesInOrder(int column) {
        Values texts = values.get(column);
        List<String> sorted = Vocabulary.sorted(texts.texts);
        int[] number = texts.texts.stream().mapToInt(sorted::indexOf).toArray();
        int[] codes = new int[rows];
        for (int i = 0; i < rows; i++) {
            codes[i] = number[texts.codes[i]];
        }
        return codes;
    }

    @Override
    public String toString() {
        return path + ": " + rows + " rows of " + columns.size() + " columns";
    }
}
