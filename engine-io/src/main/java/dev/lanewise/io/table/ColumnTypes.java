package dev.lanewise.io.table;

import dev.lanewise.io.FileFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what the columns of a file are for, from what stands in them. */
final class ColumnTypes {

    /** Texts that a column may hold before it is taken for an identifier or for prose. */
    static final int MOST_TEXTS = 4096;
    /** Whole numbers that a target may have before it is taken for a measurement. */
    private static final int MOST_NUMBERED_CLASSES = 100;

    /** Different texts from which on a column that is hardly anything but numbers is one of numbers, with mistakes in it. */
    private static final int LEAST_NUMBERS = 20;
    /** One in so many fields of a column of numbers may be a mistake. */
    private static final int NUMBERS_PER_MISTAKE = 10;
    /** What programs write where a number is missing, or is none. */
    private static final Set<String> MISSING =
            Set.of("", "?", "-", "na", "n/a", "nan", "null", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

    private long numbers;
    private long missing;
    private long others;
    private boolean isWhole = true;
    private final Set<String> texts = new HashSet<>();

    private void add(String text) {
        double number = CsvRows.number(text);
        if (Double.isFinite(number)) {
            numbers++;
            isWhole &= number == Math.rint(number);
        } else if (Double.isInfinite(number) || MISSING.contains(text.toLowerCase(Locale.ROOT))) {
            missing++;
        } else {
            others++;
        }
        if (texts.size() <= MOST_TEXTS) {
            texts.add(text);
        }
    }

    /**
     * Whether these are numbers, perhaps with a few mistakes, of which whoever reads them as numbers will complain with their lines: as
     * categories they would go unnoticed, and all numbers with them would lose their meaning.
     */
    private boolean isNumber() {
        boolean hasFewMistakes = texts.size() > LEAST_NUMBERS && (others + missing) * NUMBERS_PER_MISTAKE < numbers;
        return numbers > 0 && (others == 0 || hasFewMistakes);
    }

    /**
     * Numbers are numeric, other columns categorical; a column of numbers in which a few fields are empty or texts is one of numbers, so that
     * reading it complains of these fields. The target is a class if it is a text, or a whole number with few values of which
     * each occurs twice on average; otherwise a number to be approached.
     *
     * @param target the name of the target's column; the last one if {@code null}
     */
    static List<Column> of(CsvFile file, @Nullable String target) throws IOException {
        try (CsvRows rows = file.open()) {
            List<ColumnTypes> types = new ArrayList<>();
            rows.names().forEach(name -> types.add(new ColumnTypes()));
            long count = 0;
            for (; rows.next(); count++) {
                for (int i = 0; i < types.size(); i++) {
                    types.get(i).add(rows.text(i));
                }
            }
            requireRows(rows, count);
            if (types.size() < 2) {
                throw new FileFormatException(file.path(), "expected at least two columns, an input and the target, found only " + rows.names()
                        + "; are they separated by something else than , ; | or a tab?");
            }
            int targetIndex = target == null ? types.size() - 1 : rows.names().indexOf(target);
            if (targetIndex < 0) {
                throw new FileFormatException(file.path(), "there is no column \"" + target + "\" for the target; expected one of " + rows.names());
            }
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                String name = rows.names().get(i);
                columns.add(i == targetIndex ? types.get(i).target(name, count) : types.get(i).input(file, name));
            }
            return columns;
        }
    }

    static void requireRows(CsvRows rows, long count) throws FileFormatException {
        if (count == 0) {
            throw new FileFormatException(rows.path(), "holds no rows" + (rows.hasHeader() ? " below its header" : "")
                    + "; expected a table with at least one");
        }
    }

    /** At most one target, and at least one input. */
    static void require(List<Column> columns) {
        if (columns.stream().filter(column -> column.kind().isTarget()).count() > 1
                || columns.stream().noneMatch(column -> column.kind() == Column.Kind.NUMERIC || column.kind() == Column.Kind.CATEGORICAL)) {
            throw new IllegalArgumentException("table: expected inputs and at most one target, found " + columns);
        }
    }

    /** A text that is not empty, of bytes that were UTF-8. */
    static String text(CsvRows row, int place) throws FileFormatException {
        String text = row.text(place);
        if (text.isEmpty()) {
            throw row.bad(place, "a text", "correct the row or leave it out");
        }
        if (text.indexOf(CsvRows.NOT_UTF_8) >= 0) {
            throw row.bad(place, CsvRows.UTF_8, CsvRows.SAVE_AS_UTF_8);
        }
        return text;
    }

    /** Complains of one more text in a column that has as many as it may. */
    static void requireFew(CsvRows row, int place, int texts) throws FileFormatException {
        if (texts >= MOST_TEXTS) {
            throw row.bad(place, "one of the " + texts + " texts that stand above it", "a column with so many texts is none of categories: leave it out");
        }
    }

    private Column target(String name, long rows) {
        boolean isClass = !isNumber() || isWhole && texts.size() <= MOST_NUMBERED_CLASSES && 2L * texts.size() <= rows;
        return isClass ? Column.label(name) : Column.value(name, Normalizer.STANDARDIZE);
    }

    private Column input(CsvFile file, String name) throws FileFormatException {
        if (!isNumber() && texts.size() > MOST_TEXTS) {
            throw new FileFormatException(file.path(), "column \"" + name + "\" has more than " + MOST_TEXTS
                    + " different texts; is it an identifier? Say which columns are to be ignored");
        }
        return isNumber() ? Column.numeric(name) : Column.categorical(name);
    }
}
