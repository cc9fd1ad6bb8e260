package dev.lanewise.io.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.lanewise.io.FileFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file, one by one. Every row has as many fields as the first. Every error says file, line and column. */
public final class CsvRows implements Closeable {

    /** Letters in a field; a quote that is never closed must not swallow a whole file. */
    private static final int LONGEST_FIELD = 1 << 20;
    private static final int LONGEST_SHOWN = 40;

    /** What a decoder puts in the place of bytes that are no UTF-8. */
    static final char NOT_UTF_8 = '\uFFFD';
    static final String UTF_8 = "text in UTF-8";
    static final String SAVE_AS_UTF_8 = "save the file in this encoding";

    private final Path path;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final @Nullable CsvRecord first;
    private final boolean hasHeader;
    private final List<String> names;
    private @Nullable CsvRecord second;
    private boolean firstIsNext;
    private @Nullable CsvRecord row;

    private CsvRows(Path path, CsvReader<CsvRecord> reader, @Nullable Boolean header) throws IOException {
        this.path = path;
        this.reader = reader;
        this.records = reader.iterator();
        this.first = read();
        this.second = first == null ? null : read();
        requireUtf8(first);
        if (second != null) {
            requireWidth(second);
        }
        this.hasHeader = header != null ? header : first != null && second != null && looksLikeHeader(first, second);
        this.firstIsNext = !hasHeader;
        this.names = columnNames();
    }

    static CsvRows open(Path path, @Nullable String text, char separator, @Nullable Boolean header) throws IOException {
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .detectBomHeader(true)
                .maxBufferSize(LONGEST_FIELD);
        CsvReader<CsvRecord> reader = text == null ? builder.ofCsvRecord(path) : builder.ofCsvRecord(text);
        try {
            return new CsvRows(path, reader, header);
        } catch (Throwable e) {
            reader.close();
            throw e;
        }
    }

    private List<String> columnNames() throws IOException {
        List<String> found = new ArrayList<>();
        int count = first == null ? 0 : first.getFieldCount();
        for (int i = 0; i < count; i++) {
            String name = hasHeader && first != null ? first.getField(i).strip() : "column " + (i + 1);
            if (found.contains(name)) {
                throw new FileFormatException(path, "line 1, column " + (i + 1) + ": the name \"" + name
                        + "\" occurs twice in the header; give each column a name of its own");
            }
            found.add(name);
        }
        return List.copyOf(found);
    }

    private static boolean looksLikeHeader(CsvRecord first, CsvRecord second) {
        for (int i = 0; i < Math.min(first.getFieldCount(), second.getFieldCount()); i++) {
            if (!first.getField(i).isBlank() && Double.isNaN(number(first.getField(i))) && !Double.isNaN(number(second.getField(i)))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable CsvRecord read() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw new FileFormatException(path, "cannot be read as a table: " + e.getMessage()
                    + "; is a quote not closed, or is this another kind of file?", e);
        } catch (UncheckedIOException e) {
            throw new IOException(path + ": could not be read (" + e.getMessage() + ")", e);
        }
    }

    /** A file of another kind shall be found out by its first line. */
    private void requireUtf8(@Nullable CsvRecord record) throws IOException {
        if (record != null && record.getFields().stream().anyMatch(field -> field.indexOf(NOT_UTF_8) >= 0)) {
            throw new FileFormatException(path, "line " + record.getStartingLineNumber() + ": expected " + UTF_8 + ", found other bytes; "
                    + SAVE_AS_UTF_8 + ", or name a CSV file");
        }
    }

    private void requireWidth(CsvRecord record) throws IOException {
        if (first != null && record.getFieldCount() != first.getFieldCount()) {
            throw new FileFormatException(path, "line " + record.getStartingLineNumber() + ": expected " + first.getFieldCount()
                    + " columns as in line " + first.getStartingLineNumber() + ", found " + record.getFieldCount()
                    + "; correct the row or leave it out");
        }
    }

    /**
     * Goes to the next row; returns whether there is one.
     *
     * @throws IOException that says file and line, if it is no row of the table
     */
    public boolean next() throws IOException {
        if (firstIsNext) {
            firstIsNext = false;
            row = first;
        } else if (second != null) {
            row = second;
            second = null;
        } else {
            row = read();
        }
        if (row != null) {
            requireWidth(row);
        }
        return row != null;
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** Whether the first line has the names of the columns. */
    public boolean hasHeader() {
        return hasHeader;
    }

    /** The names in the header, or {@code column 1}, {@code column 2}, …; none if the file is empty. */
    public List<String> names() {
        return names;
    }

    /** The line of the file where the row begins, counted from 1. */
    public long line() {
        return current().getStartingLineNumber();
    }

    /** A field without the white space around it. */
    public String text(int field) {
        return current().getField(field).strip();
    }

    /**
     * A field that must be a finite number.
     *
     * @throws IOException that says file, line and column, if it is none
     */
    public double finite(int field) throws IOException {
        double number = number(text(field));
        if (!Double.isFinite(number)) {
            throw bad(field, "a finite number", "correct the row or leave it out, or use the column as categorical or ignored");
        }
        return number;
    }

    /** Whether a field is a finite number. */
    public boolean isNumber(int field) {
        return Double.isFinite(number(text(field)));
    }

    /**
     * A complaint of a field in this row.
     *
     * @param expected what should be there
     * @param remedy what to do
     */
    public FileFormatException bad(int field, String expected, String remedy) {
        String found = text(field);
        return new FileFormatException(path, "line " + line() + ", column " + (field + 1) + (hasHeader ? " (" + names.get(field) + ")" : "")
                + ": expected " + expected + ", found " + (found.isEmpty() ? "nothing" : "\""
                + (found.length() > LONGEST_SHOWN ? found.substring(0, LONGEST_SHOWN) + "…" : found) + "\"") + "; " + remedy);
    }

    private CsvRecord current() {
        if (row == null) {
            throw new IllegalStateException("table: there is no row");
        }
        return row;
    }

    /** A decimal number, or NaN if it is none: Java's own notation for hexadecimal numbers, say, is not meant by anybody. */
    static double number(String text) {
        String stripped = text.strip();
        for (int i = 0; i < stripped.length(); i++) {
            if ("0123456789+-.eE".indexOf(stripped.charAt(i)) < 0) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(stripped);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
