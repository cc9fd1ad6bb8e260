package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of the tensors that were {@linkplain Parameters#load loaded} into parameters: a row for each path that either side has,
 * the parameters first. It prints as a table.
 */
public record LoadReport(List<Row> rows) {

    /** What became of one path. */
    public enum Outcome {
        /** The parameter has the given values now. */
        LOADED("loaded"),
        /** Nothing was given for the parameter, which stays as it was. */
        MISSING("missing"),
        /** No parameter has this path. */
        UNEXPECTED("unexpected"),
        /** What was given has another shape than the parameter, which stays as it was. */
        OTHER_SHAPE("another shape");

        private final String shown;

        Outcome(String shown) {
            this.shown = shown;
        }
    }

    /**
     * One path.
     *
     * @param parameter the shape of the parameter, if there is one
     * @param given the shape of the tensor that was given, if there was one
     */
    public record Row(String path, Outcome outcome, @Nullable Shape parameter, @Nullable Shape given) {}

    /** Copies the list. */
    public LoadReport {
        rows = List.copyOf(rows);
    }

    /** The paths with this outcome, in order. */
    public List<String> paths(Outcome outcome) {
        return rows.stream().filter(row -> row.outcome() == outcome).map(Row::path).toList();
    }

    /** Whether every parameter was loaded, and nothing was left over. */
    public boolean isComplete() {
        return paths(Outcome.LOADED).size() == rows.size();
    }

    /** The numbers first, then all rows. */
    @Override
    public String toString() {
        TextTable table = new TextTable("", "path", "parameter", "given");
        for (Row row : rows) {
            table.row(row.outcome().shown, row.path(), shown(row.parameter()), shown(row.given()));
        }
        return String.format(Locale.ROOT, "%d loaded, %d missing, %d unexpected, %d of another shape\n", paths(Outcome.LOADED).size(),
                paths(Outcome.MISSING).size(), paths(Outcome.UNEXPECTED).size(), paths(Outcome.OTHER_SHAPE).size()) + table;
    }

    private static String shown(@Nullable Shape shape) {
        return shape == null ? "–" : shape.toString();
    }
}
