package dev.lanewise.bench.report;

import java.util.List;
import java.util.Locale;

/** Figures with three digits and a unit that fits, and rows of Markdown. */
public final class Text {

    private Text() {}

    /** A time in the unit that fits. */
    public static String seconds(double seconds) {
        return seconds < 1e-6 ? threeDigits(seconds * 1e9) + " ns"
                : seconds < 1e-3 ? threeDigits(seconds * 1e6) + " µs"
                : seconds < 1 ? threeDigits(seconds * 1e3) + " ms"
                : threeDigits(seconds) + " s";
    }

    static String bytes(double bytes) {
        return bytes < 1 << 10 ? String.format(Locale.ROOT, "%.0f B", bytes)
                : bytes < 1 << 20 ? threeDigits(bytes / (1 << 10)) + " KiB"
                : threeDigits(bytes / (1 << 20)) + " MiB";
    }

    /** A rate in thousands of millions, or in millions if it is less than one of those. */
    static String billions(double rate, String unit) {
        return rate < 1 ? threeDigits(rate * 1000) + " M" + unit : threeDigits(rate) + " G" + unit;
    }

    /** Three digits, more before the point. */
    public static String threeDigits(double value) {
        if (value == 0) {
            return "0";
        }
        int digitsBefore = value < 1 ? 1 : 1 + (int) Math.log10(value);
        return String.format(Locale.ROOT, "%." + Math.max(0, 3 - digitsBefore) + "f", value);
    }

    /** What {@code to} is beside {@code from}: {@code +12 %}, or {@code × 12} if it is ten times as much. */
    static String change(double from, double to) {
        return to < 10 * from
                ? String.format(Locale.ROOT, "%+.0f %%", 100 * (to / from - 1))
                : from == 0 ? "from 0" : String.format(Locale.ROOT, "× %.0f", to / from);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** A row of a table. */
    public static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** A table's head, with the first columns for words and the others for figures. */
    public static String head(int words, List<String> columns) {
        StringBuilder head = new StringBuilder(row(columns.toArray(String[]::new))).append('|');
        for (int i = 0; i < columns.size(); i++) {
            head.append(i < words ? "---|" : "---:|");
        }
        return head.append('\n').toString();
    }
}
