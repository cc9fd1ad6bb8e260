package dev.lanewise.io.text;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the plain data that a file says of a vocabulary or of an encoding. Every error is one sentence. */
final class Described {

    private static final int LONGEST_SHOWN = 40;

    private Described() {}

    /** Complains unless these are exactly the names of the members. */
    static void requireMembers(Map<?, ?> description, String... names) {
        if (!description.keySet().equals(Set.of(names))) {
            throw new IllegalArgumentException("text: expected the members " + new TreeSet<>(Set.of(names)) + ", found "
                    + shown(description.keySet()));
        }
    }

    /** A list that is no longer than this. */
    static List<?> list(String name, @Nullable Object found, int longest) {
        if (found instanceof List<?> list && list.size() <= longest) {
            return list;
        }
        throw new IllegalArgumentException("text: expected a list of \"" + name + "\" with at most " + longest + " members, found "
                + (found instanceof List<?> list ? list.size() + " members" : shown(found)));
    }

    static Map<?, ?> map(String name, @Nullable Object found) {
        if (found instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("text: expected an object \"" + name + "\", found " + shown(found));
    }

    static String text(String name, @Nullable Object found) {
        if (found instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("text: expected a text \"" + name + "\", found " + shown(found));
    }

    static boolean truth(String name, @Nullable Object found) {
        if (found instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException("text: expected true or false as \"" + name + "\", found " + shown(found));
    }

    /** A whole number in this range. */
    static int number(String name, @Nullable Object found, int least, int most) {
        if ((found instanceof Long || found instanceof Integer) && ((Number) found).longValue() >= least && ((Number) found).longValue() <= most) {
            return ((Number) found).intValue();
        }
        throw new IllegalArgumentException("text: expected a whole number from " + least + " to " + most + " as \"" + name + "\", found "
                + shown(found));
    }

    /** A value for a message, not all of it if it is long. */
    static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }
}
