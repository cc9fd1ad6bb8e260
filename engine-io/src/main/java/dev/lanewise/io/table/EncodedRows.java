package dev.lanewise.io.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a CSV file, one by one, as inputs of a model.
 *
 * <pre>{@code
 * try (var rows = encoding.inputsOf(CsvFile.of(file))) {
 *     while (rows.next()) {
 *         rows.copyInput(values, 0);
 *     }
 * }
 * }</pre>
 */
public final class EncodedRows implements Closeable {

    private static final int MOST_SHOWN = 8;

    private final CsvRows rows;
    private final TableEncoding encoding;
    private final int[] places;
    private final float[] input;
    private int label;
    private float value;
    private final boolean hasTargets;

    private EncodedRows(CsvRows rows, TableEncoding encoding, int[] places, boolean hasTargets) {
        this.rows = rows;
        this.encoding = encoding;
        this.places = places;
        this.input = new float[encoding.inputShape().size()];
        this.hasTargets = hasTargets;
    }

    static EncodedRows open(CsvFile file, TableEncoding encoding, boolean targetsNeeded) throws IOException {
        CsvRows rows = file.open();
        try {
            if (rows.names().isEmpty()) {
                ColumnTypes.requireRows(rows, 0);
            }
            return new EncodedRows(rows, encoding, Places.of(rows, encoding.columns(), targetsNeeded), targetsNeeded);
        } catch (Throwable e) {
            rows.close();
            throw e;
        }
    }

    /**
     * Goes to the next row; returns whether there is one.
     *
     * @throws IOException that says file, line, column, what was expected and what was found
     */
    public boolean next() throws IOException {
        if (!rows.next()) {
            return false;
        }
        Arrays.fill(input, 0);
        int offset = 0;
        List<ColumnEncoding> columns = encoding.encodings();
        for (int i = 0; i < places.length; i++) {
            ColumnEncoding column = columns.get(i);
            switch (column.column().kind()) {
                case NUMERIC -> input[offset] = finite(places[i], column);
                case CATEGORICAL -> input[offset + number(places[i], column)] = 1;
                case LABEL -> label = hasTargets ? number(places[i], column) : 0;
                case VALUE -> value = hasTargets ? finite(places[i], column) : 0;
                case IGNORED -> {}
            }
            offset += column.inputs();
        }
        return true;
    }

    private float finite(int field, ColumnEncoding column) throws IOException {
        float encoded = column.encode(rows.finite(field));
        if (!Float.isFinite(encoded)) {
            throw rows.bad(field, "a number not too far from the training rows for 32-bit floats", "correct the row or leave it out");
        }
        return encoded;
    }

    private int number(int field, ColumnEncoding column) throws IOException {
        Integer number = column.numbers().get(rows.text(field));
        if (number == null) {
            throw rows.bad(field, oneOf(column) + " as in the training rows", "correct the row, or train with rows that have it");
        }
        return number;
    }

    /** The texts of a column, or the first of them. */
    static String oneOf(ColumnEncoding column) {
        List<String> texts = column.texts();
        return "one of " + (texts.size() <= MOST_SHOWN ? texts : String.join(", ", texts.subList(0, MOST_SHOWN)) + ", … ("
                + texts.size() + " texts)");
    }

    /** The line of the file where the row begins, counted from 1. */
    public long line() {
        return rows.line();
    }

    /** Writes the inputs of the row to {@code values} from {@code offset} on, {@link TableEncoding#inputShape} of them. */
    public void copyInput(float[] values, int offset) {
        System.arraycopy(input, 0, values, offset, input.length);
    }

    /** The class of the row. */
    int label() {
        return label;
    }

    /** What is to be approached by the row. */
    float value() {
        return value;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
