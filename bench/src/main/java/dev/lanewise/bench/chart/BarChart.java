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
    private static final int FONT = 11;

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
        int height = HEAD + groups.size() * groupHeight + GAP;
        Svg svg = new Svg();
        svg.text(8, 20, Svg.Anchor.START, 15, title);
        for (int s = 0; s < series.size(); s++) {
            int x = LABELS + s * 130;
            svg.rectangle(x, 32, 10, 10, Svg.colour(s), series.get(s));
            svg.text(x + 14, 41, Svg.Anchor.START, FONT, series.get(s));
        }
        for (int g = 0; g < groups.size(); g++) {
            draw(svg, groups.get(g), HEAD + g * groupHeight, BARS / largest);
        }
        if (mark > 0) {
            double x = LABELS + mark * BARS / largest;
            svg.line(x, HEAD - 6, x, height, Svg.Line.DASHED);
        }
        return svg.toSvg(LABELS + BARS + NUMBERS, height);
    }

    private void draw(Svg svg, Group group, int y, double scale) {
        svg.text(LABELS - 8, y + series.size() * BAR / 2 + 4, Svg.Anchor.END, FONT, group.label);
        for (int s = 0; s < series.size(); s++) {
            double value = group.values[s];
            if (!Double.isNaN(value)) {
                int top = y + s * BAR;
                String number = String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
                svg.rectangle(LABELS, top, value * scale, BAR - 1, Svg.colour(s), series.get(s) + " " + number);
                svg.text(LABELS + value * scale + 4, top + BAR - 2, Svg.Anchor.START, FONT, number);
            }
        }
    }
}
