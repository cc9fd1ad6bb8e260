package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of text in aligned columns. A heading that begins with &gt; belongs to a column of numbers, aligned at the right. */
final class TextTable {

    private static final String GAP = "  ";

    private final String[] headings;
    private final boolean[] rightAligned;
    private final int[] widths;
    private final List<String @Nullable []> rows = new ArrayList<>(); // null: a rule

    TextTable(String... headings) {
        this.headings = headings.clone();
        this.rightAligned = new boolean[headings.length];
        this.widths = new int[headings.length];
        for (int i = 0; i < headings.length; i++) {
            rightAligned[i] = headings[i].startsWith(">");
            this.headings[i] = rightAligned[i] ? headings[i].substring(1) : headings[i];
        }
        row(this.headings);
        rule();
    }

    void row(String... cells) {
        rows.add(cells);
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
    }

    void rule() {
        rows.add(null);
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            lines.add(row == null ? line() : line(row));
        }
        return String.join("\n", lines);
    }

    private String line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(widths[i] - cells[i].length());
            line.append(i == 0 ? "" : GAP).append(rightAligned[i] ? padding + cells[i] : cells[i] + padding);
        }
        return line.toString().stripTrailing();
    }

    private String line() {
        int width = GAP.length() * (widths.length - 1);
        for (int column : widths) {
            width += column;
        }
        return "─".repeat(width);
    }
}
