package dev.lanewise.io.table;

import dev.lanewise.io.FileFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where in the rows of a file the columns of a table stand: by their names, or by their order if the file has no header. */
final class Places {

    /** The column is not in the file. */
    static final int NOWHERE = -1;

    private Places() {}

    /**
     * The field of each column.
     *
     * @param targetsNeeded whether targets must be there too; otherwise they, and ignored columns, may be missing
     */
    static int[] of(CsvRows rows, List<Column> columns, boolean targetsNeeded) throws IOException {
        return rows.hasHeader() ? byName(rows, columns, targetsNeeded) : byOrder(rows, columns, targetsNeeded);
    }

    private static int[] byName(CsvRows rows, List<Column> columns, boolean targetsNeeded) throws IOException {
        int[] places = new int[columns.size()];
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            Column column = columns.get(i);
            places[i] = rows.names().indexOf(column.name());
            boolean needed = column.kind() != Column.Kind.IGNORED && (targetsNeeded || !column.kind().isTarget());
            if (places[i] < 0 && needed) {
                missing.add(column.name());
            }
        }
        if (!missing.isEmpty()) {
            throw new FileFormatException(rows.path(), "line 1: expected columns with the names " + missing + ", found " + rows.names()
                    + "; correct the header, or say that there is none");
        }
        return places;
    }

    private static int[] byOrder(CsvRows rows, List<Column> columns, boolean targetsNeeded) throws IOException {
        int all = columns.size();
        int found = rows.names().size();
        int targets = (int) columns.stream().filter(column -> column.kind().isTarget()).count();
        int[] places = new int[all];
        Arrays.setAll(places, i -> i);
        if (found == all) {
            return places;
        }
        if (targetsNeeded || found != all - targets || targets == 0) {
            throw new FileFormatException(rows.path(), "line 1: expected " + all + " columns"
                    + (targetsNeeded || targets == 0 ? "" : ", or " + (all - targets) + " without the target") + ", found " + found
                    + "; is the separator right?");
        }
        int next = 0;
        for (int i = 0; i < all; i++) {
            places[i] = columns.get(i).kind().isTarget() ? NOWHERE : next++;
        }
        return places;
    }
}
