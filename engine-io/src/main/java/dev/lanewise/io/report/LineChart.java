package dev.lanewise.io.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves over epochs as one inline SVG, whose colours are those of the page. */
final class LineChart {

    /** One curve: a value for each epoch; NaN where there is none. The name stands in the legend. */
    record Curve(String name, List<Double> values) {}

    private static final int WIDTH = 520;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 44;
    private static final int BOTTOM = 44;
    private static final int MOST_DOTS = 40;

    private final String title;
    private final int[] epochs;
    private final List<Curve> curves;
    private final boolean isPercent;

    /**
     * A chart.
     *
     * @param epochs the numbers of the epochs, in order
     * @param isPercent whether the values are shares, to be shown as percentages
     */
    LineChart(String title, int[] epochs, List<Curve> curves, boolean isPercent) {
        this.title = title;
        this.epochs = epochs;
        this.curves = curves;
        this.isPercent = isPercent;
    }

    private double low;
    private double high;
    private double spacing;

    String svg() {
        findRange();
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH, HEIGHT, Html.escape(title)));
        text(svg, "title", LEFT, 22, "start", title);
        legend(svg);
        for (double value : ticks()) {
            double y = y(value);
            svg.append(String.format(Locale.ROOT, "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n", LEFT, y,
                    WIDTH - RIGHT, y));
            text(svg, "tick", LEFT - 8, y + 4, "end", tick(value));
        }
        for (int epoch : epochTicks()) {
            text(svg, "tick", x(epoch), HEIGHT - BOTTOM + 18, "middle", Integer.toString(epoch));
        }
        text(svg, "tick", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "epoch");
        svg.append(String.format(Locale.ROOT, "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", LEFT, HEIGHT - BOTTOM,
                WIDTH - RIGHT, HEIGHT - BOTTOM));
        for (int i = 0; i < curves.size(); i++) {
            curve(svg, curves.get(i), curves.size() == 1 ? "c2" : "c" + (i + 1));
        }
        return svg.append("</svg>\n").toString();
    }

    private void findRange() {
        low = Double.POSITIVE_INFINITY;
        high = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            for (double value : curve.values()) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (low > high) { // nothing at all
            low = 0;
            high = 1;
        }
        if (high - low <= 1e-9 * Math.abs(high)) {
            double room = high == 0 ? 1 : Math.abs(high) / 2;
            low -= room;
            high += room;
        }
        spacing = niceSpacing((high - low) / 4);
        low = Math.floor(low / spacing) * spacing;
        high = Math.ceil(high / spacing) * spacing;
    }

    /** 1, 2 or 5 times a power of ten, not below {@code least}. */
    private static double niceSpacing(double least) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; low + i * spacing <= high + spacing / 2; i++) {
            ticks.add(low + i * spacing);
        }
        return ticks;
    }

    private List<Integer> epochTicks() {
        int first = epochs[0];
        int last = epochs[epochs.length - 1];
        int step = (int) Math.max(1, niceSpacing((last - first) / 8.0 + 1e-9));
        List<Integer> ticks = new ArrayList<>();
        if (first % step != 0 && step - first % step > step / 2) {
            ticks.add(first);
        }
        for (int epoch = (first + step - 1) / step * step; epoch <= last; epoch += step) {
            ticks.add(epoch);
        }
        return ticks;
    }

    private String tick(double value) {
        double shown = isPercent ? 100 * value : value;
        double step = isPercent ? 100 * spacing : spacing;
        if (Math.max(Math.abs(low), Math.abs(high)) >= 1e5 || step < 1e-4) {
            return Math.abs(shown) < step / 1e3 ? "0" : String.format(Locale.ROOT, "%.1e", shown);
        }
        int digits = (int) Math.max(0, Math.ceil(-StrictMath.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%,." + digits + "f", shown + 0.0) + (isPercent ? " %" : "");
    }

    private double x(int epoch) {
        int first = epochs[0];
        int last = epochs[epochs.length - 1];
        return first == last ? (LEFT + WIDTH - RIGHT) / 2.0 : LEFT + (double) (epoch - first) / (last - first) * (WIDTH - RIGHT - LEFT);
    }

    private double y(double value) {
        return TOP + (high - value) / (high - low) * (HEIGHT - BOTTOM - TOP);
    }

    private void legend(StringBuilder svg) {
        if (curves.size() < 2) {
            return;
        }
        double right = WIDTH - RIGHT;
        for (int i = curves.size() - 1; i >= 0; i--) {
            String name = curves.get(i).name();
            text(svg, "tick", right, 22, "end", name);
            right -= 7.0 * name.codePointCount(0, name.length()) + 8;
            svg.append(String.format(Locale.ROOT, "<line class=\"curve c%d\" x1=\"%.1f\" y1=\"18\" x2=\"%.1f\" y2=\"18\"/>%n", i + 1, right - 16,
                    right));
            right -= 32;
        }
    }

    /** Lines between neighbours that both are numbers, and dots with their values as hints. */
    private void curve(StringBuilder svg, Curve curve, String colour) {
        StringBuilder path = new StringBuilder();
        boolean isConnected = false;
        for (int i = 0; i < epochs.length; i++) {
            double value = curve.values().get(i);
            if (Double.isFinite(value)) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", isConnected ? "L" : "M", x(epochs[i]), y(value)));
            }
            isConnected = Double.isFinite(value);
        }
        svg.append("<path class=\"curve ").append(colour).append("\" d=\"").append(path).append("\"/>\n");
        for (int i = 0; i < epochs.length; i++) {
            double value = curve.values().get(i);
            if (Double.isFinite(value)) {
                svg.append(String.format(Locale.ROOT, "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"><title>epoch %d: %s%s</title></circle>%n",
                        colour, x(epochs[i]), y(value), epochs.length <= MOST_DOTS ? "3" : "1.5", epochs[i],
                        Html.escape(curve.name().isEmpty() ? "" : curve.name() + " "),
                        isPercent ? Html.percent(value) : Html.number(value)));
            }
        }
    }

    private static void text(StringBuilder svg, String kind, double x, double y, String anchor, String content) {
        svg.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", kind, x, y, anchor,
                Html.escape(content)));
    }
}
