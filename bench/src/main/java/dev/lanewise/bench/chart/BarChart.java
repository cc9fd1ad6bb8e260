package dev.lanewise.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Groups of horizontal bars as an SVG text, each group with a label and a bar for every series; a dashed line may stand at one value, such as
 * that of no gain. Numbers are written behind their bars, so that nobody must measure.
 */
public final class BarChart {

    private static final int LABELS = 230;
    private static final int BARS = 520;
    private static final int NUMBERS = 70;
    private static final int BAR = 12;
    private static final int GAP = 8;
    private static final int HEAD = 56;
    private static final String[] COLOURS = {"#8da0cb", "#fc8d62", "#66c2a5", "#e78ac3", "#a6d854", "#ffd92f"};

    private record Group(String label, double[] values) {}

    private final String title;
    private final double mark;
    private final List<String> series;
    private final List<Group> groups = new ArrayList<>();

    private BarChart(String title, double mark, List<String> series) {
        this.title = title;
        this.mark = mark;
        this.series = List.copyOf(series);
    }

    /**
     * A chart without bars yet.
     *
     * @param mark where a dashed line stands; 0 for none
     * @param series what each bar of a group is, in their order
     */
    public static BarChart of(String title, double mark, List<String> series) {
        return new BarChart(title, mark, series);
    }

    /**
     * Adds a group below the others; {@code NaN} leaves the place of a bar empty.
     *
     * @throws IllegalArgumentException if there is not one value for each series
     */
    public void add(String label, double... values) {
        if (values.length != series.size()) {
            throw new IllegalArgumentException("chart: expected a value for each of " + series + ", found " + values.length + " for " + label);
        }
        groups.add(new Group(label, values.clone()));
    }

    /** The whole file. */
    public String toSvg() {
        double largest = Math.max(mark, Double.MIN_NORMAL);
        for (Group group : groups) {
            for (double value : group.values) {
                largest = Double.isNaN(value) ? largest : Math.max(largest, value);
            }
        }
        int groupHeight = series.size() * BAR + GAP;
        int width = LABELS + BARS + NUMBERS;
        int height = HEAD + groups.size() * groupHeight + GAP;
        StringBuilder svg = new StringBuilder();
        svg.append(format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">%n", width, height));
        svg.append(format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", width, height));
        svg.append(format("<text x=\"8\" y=\"20\" font-size=\"15\">%s</text>%n", escape(title)));
        for (int s = 0; s < series.size(); s++) {
            int x = LABELS + s * 130;
            svg.append(format("<rect x=\"%d\" y=\"32\" width=\"10\" height=\"10\" fill=\"%s\"/>", x, colour(s)));
            svg.append(format("<text x=\"%d\" y=\"41\">%s</text>%n", x + 14, escape(series.get(s))));
        }
        for (int g = 0; g < groups.size(); g++) {
            appendGroup(svg, groups.get(g), HEAD + g * groupHeight, BARS / largest);
        }
        if (mark > 0) {
            double x = LABELS + mark * BARS / largest;
            svg.append(format("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#444\" stroke-dasharray=\"4 3\"/>%n", x, HEAD - 6, x, height));
        }
        return svg.append(format("</svg>%n")).toString();
    }

    private void appendGroup(StringBuilder svg, Group group, int y, double scale) {
        int middle = y + series.size() * BAR / 2 + 4;
        svg.append(format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LABELS - 8, middle, escape(group.label)));
        for (int s = 0; s < series.size(); s++) {
            double value = group.values[s];
            if (!Double.isNaN(value)) {
                int top = y + s * BAR;
                svg.append(format("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", LABELS, top, value * scale, BAR - 1, colour(s)));
                svg.append(format("<text x=\"%.1f\" y=\"%d\">%s</text>%n", LABELS + value * scale + 4, top + BAR - 2, number(value)));
            }
        }
    }

    private static String number(double value) {
        return value >= 100 ? format("%.0f", value) : format("%.2f", value);
    }

    private static String colour(int index) {
        return COLOURS[index % COLOURS.length];
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
    }
}
