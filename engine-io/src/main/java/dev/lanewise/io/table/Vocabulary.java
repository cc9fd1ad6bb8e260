package dev.lanewise.io.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order of the texts in a column: by value if all are numbers, otherwise by letters. */
final class Vocabulary {

    private Vocabulary() {}

    static List<String> sorted(Collection<String> texts) {
        boolean areNumbers = texts.stream().noneMatch(text -> Double.isNaN(CsvRows.number(text)));
        Comparator<String> order = Comparator.naturalOrder();
        return texts.stream().sorted(areNumbers ? Comparator.comparingDouble(CsvRows::number).thenComparing(order) : order).toList();
    }
}
