package dev.lanewise.io.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one column becomes numbers.
 *
 * @param offset of a number: y = (x − offset)/scale
 * @param scale of a number, not 0
 * @param texts the categories or classes, in the order of their numbers
 */
record ColumnEncoding(Column column, double offset, double scale, List<String> texts, Map<String, Integer> numbers) {

    private static ColumnEncoding of(Column column, double offset, double scale, List<String> texts) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            numbers.put(texts.get(i), i);
        }
        return new ColumnEncoding(column, offset, scale, List.copyOf(texts), numbers);
    }

    /** How many inputs of the model the column becomes. */
    int inputs() {
        return switch (column.kind()) {
            case NUMERIC -> 1;
            case CATEGORICAL -> texts.size();
            case LABEL, VALUE, IGNORED -> 0;
        };
    }

    /** Divides in double precision and rounds once. */
    float encode(double number) {
        return (float) ((number - offset) / scale);
    }

    double decode(double number) {
        return number * scale + offset;
    }

    /** Goes once over the training rows. */
    static final class Fit {

        private final Column column;
        private final Scale.Fit numbers;
        private final Set<String> texts = new HashSet<>();

        Fit(Column column) {
            this.column = column;
            this.numbers = new Scale.Fit(column.normalizer());
        }

        void add(double number) {
            numbers.add(number);
        }

        void add(String text) {
            texts.add(text);
        }

        /** Whether this is a text that the column did not have yet. */
        boolean isNew(String text) {
            return !texts.contains(text);
        }

        /** How many different texts there are. */
        int texts() {
            return texts.size();
        }

        /**
         * A column whose values are all equal gets the scale 1: it becomes 0.
         *
         * @throws IllegalArgumentException that names the column, if its numbers are so large that their offset or scale is not finite
         */
        ColumnEncoding done() {
            Scale scale = numbers.done("table: column " + column.name());
            return of(column, scale.offset(), scale.scale(), Vocabulary.sorted(texts));
        }
    }

    /** As plain data, for a file. */
    Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", column.name());
        map.put("kind", column.kind().text());
        if (column.kind().isNumber()) {
            map.put("normalizer", column.normalizer().text());
            map.put("offset", offset);
            map.put("scale", scale);
        } else if (column.kind().isText()) {
            map.put("values", texts);
        }
        return map;
    }

    /**
     * From plain data.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    static ColumnEncoding of(Object description) {
        if (!(description instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
            throw new IllegalArgumentException("table: expected columns with a \"name\", found " + description);
        }
        Column.Kind kind = constant(Column.Kind.class, name, map.get("kind"));
        if (kind.isNumber()) {
            Normalizer normalizer = constant(Normalizer.class, name, map.get("normalizer"));
            double offset = number(name, map.get("offset"));
            double scale = number(name, map.get("scale"));
            if (!(scale > 0) || !Double.isFinite(1 / scale)) {
                throw new IllegalArgumentException("table: column " + name + ": expected a scale above 0, found " + scale);
            }
            return of(new Column(name, kind, normalizer), offset, scale, List.of());
        }
        List<String> texts = new ArrayList<>();
        if (kind.isText()) {
            if (!(map.get("values") instanceof List<?> list) || list.isEmpty()) {
                throw new IllegalArgumentException("table: column " + name + ": expected a list of \"values\", found " + map.get("values"));
            }
            list.forEach(text -> texts.add(String.valueOf(text)));
        }
        return of(new Column(name, kind, Normalizer.NONE), 0, 1, texts);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String column, @Nullable Object found) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(found)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("table: column " + column + ": there is no " + type.getSimpleName().toLowerCase(Locale.ROOT)
                + " \"" + found + "\"");
    }

    private static double number(String column, @Nullable Object found) {
        if (found instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("table: column " + column + ": expected a finite number, found " + found);
    }
}
