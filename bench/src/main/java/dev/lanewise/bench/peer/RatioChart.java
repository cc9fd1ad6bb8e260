package dev.lanewise.bench.peer;

import java.util.List;
import java.util.Locale;

/**
 * The ratios as an image: for each row a bar for each engine, from 1 (as fast as ours) to the right if it takes longer and to the left if
 * it is faster, on a logarithmic scale, with a thin line from the smallest to the largest ratio. Readable on white and on black.
 */
final class RatioChart {

    private static final int LABELS = 230;
    private static final int PLOT = 520;
    private static final int FIGURES = 50;
    private static final int BAR = 9;
    private static final int GAP = 8;
    private static final double LEAST = 0.25;
    private static final double MOST = 16;
    private static final List<String> COLORS = List.of("#4477aa", "#ee6677", "#228833", "#ccaa33", "#66bbdd", "#aa4488", "#999999", "#dd8855");

    private final Results results;
    private final List<String> engines;
    private final StringBuilder body = new StringBuilder();
    private int y;

    private RatioChart(Results results) {
        this.results = results;
        this.engines = results.others(results.rows());
    }

    static String of(Results results) {
        return new RatioChart(results).draw();
    }

    private String draw() {
        text(8, 16, "start", "how many times as long as ours (right of 1: ours is faster)");
        for (int i = 0; i < engines.size(); i++) {
            int left = 8 + i % 5 * 155;
            int top = 28 + i / 5 * 16;
            rectangle(left, top, 10, 10, color(engines.get(i)), engines.get(i));
            text(left + 14, top + 9, "start", engines.get(i));
        }
        y = 28 + (engines.size() + 4) / 5 * 16 + 20;
        int top = y;
        results.rows().forEach(this::row);
        StringBuilder scale = new StringBuilder();
        for (double ratio = LEAST; ratio <= MOST; ratio *= 2) {
            scale.append(String.format(Locale.ROOT, "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" class=\"%4$s\"/>%n",
                    x(ratio), top - 4, y, ratio == 1 ? "one" : "grid"));
            text(x(ratio), top - 8, "middle", ratio < 1 ? String.format(Locale.ROOT, "%.2g", ratio) : String.valueOf((int) ratio));
        }
        int width = LABELS + PLOT + FIGURES;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="11">
                <style>text { fill: #333 } .grid { stroke: #888; stroke-opacity: 0.3 } .one, .spread { stroke: #333 }
                @media (prefers-color-scheme: dark) { text { fill: #ddd } .one, .spread { stroke: #ddd } }</style>
                """.formatted(width, y + 8) + scale + body + "</svg>\n";
    }

    private void row(Results.Row row) {
        List<String> present = engines.stream().filter(engine -> !results.ratios(row, engine).isEmpty()).toList();
        if (present.isEmpty()) {
            return;
        }
        int middle = y + present.size() * BAR / 2 + 4;
        text(LABELS - 8, middle, "end", row.workload() + ", " + row.threads() + (row.threads() == 1 ? " thread" : " threads"));
        for (String engine : present) {
            Results.Spread spread = Results.Spread.of(results.ratios(row, engine));
            double left = Math.min(x(1), x(spread.median()));
            double right = Math.max(x(1), x(spread.median()));
            String figure = String.format(Locale.ROOT, "%.2f", spread.median());
            rectangle(left, y, Math.max(right - left, 0.5), BAR - 1, color(engine), engine + " " + figure);
            body.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%3$.1f\" y2=\"%3$.1f\" class=\"spread\"/>%n",
                    x(spread.low()), x(spread.high()), y + (BAR - 1) / 2.0));
            body.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" font-size=\"8\">%s</text>%n",
                    Math.max(right, x(spread.high())) + 3, y + BAR - 2, figure));
            y += BAR;
        }
        y += GAP;
    }

    private static double x(double ratio) {
        double clipped = Math.clamp(ratio, LEAST, MOST);
        return LABELS + PLOT * Math.log(clipped / LEAST) / Math.log(MOST / LEAST);
    }

    private String color(String engine) {
        return COLORS.get(engines.indexOf(engine) % COLORS.size());
    }

    private void rectangle(double x, int top, double width, int height, String color, String title) {
        body.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"><title>%s</title></rect>%n",
                x, top, width, height, color, title));
    }

    private void text(double x, int bottom, String anchor, String text) {
        body.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, bottom, anchor, text));
    }
}
