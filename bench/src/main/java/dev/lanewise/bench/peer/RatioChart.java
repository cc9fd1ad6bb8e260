package dev.lanewise.bench.peer;

import dev.lanewise.bench.Sample;
import dev.lanewise.bench.chart.Svg;
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
    private static final int FONT = 11;

    private final Results results;
    private final List<String> engines;
    private final List<Bars> rows;
    private final Svg svg = new Svg();

    /** The engines that were measured beside ours in a row. */
    private record Bars(Results.Row row, List<String> engines) {

        int height() {
            return engines.size() * BAR + GAP;
        }
    }

    private RatioChart(Results results) {
        this.results = results;
        this.engines = results.others(results.rows());
        this.rows = results.rows().stream()
                .map(row -> new Bars(row, engines.stream().filter(engine -> !results.ratios(row, engine).isEmpty()).toList()))
                .filter(bars -> !bars.engines.isEmpty()).toList();
    }

    static String of(Results results) {
        return new RatioChart(results).draw();
    }

    private String draw() {
        svg.text(8, 16, Svg.Anchor.START, FONT, "how many times as long as ours (right of 1: ours is faster)");
        for (int i = 0; i < engines.size(); i++) {
            int left = 8 + i % 5 * 155;
            int top = 28 + i / 5 * 16;
            svg.rectangle(left, top, 10, 10, Svg.colour(i), engines.get(i));
            svg.text(left + 14, top + 9, Svg.Anchor.START, FONT, engines.get(i));
        }
        int y = 28 + (engines.size() + 4) / 5 * 16 + 20;
        int bottom = y + rows.stream().mapToInt(Bars::height).sum();
        for (double ratio = LEAST; ratio <= MOST; ratio *= 2) {
            svg.line(x(ratio), y - 4, x(ratio), bottom, ratio == 1 ? Svg.Line.STRONG : Svg.Line.GRID);
            svg.text(x(ratio), y - 8, Svg.Anchor.MIDDLE, FONT, ratio < 1 ? String.format(Locale.ROOT, "%.2g", ratio) : String.valueOf((int) ratio));
        }
        for (Bars bars : rows) {
            draw(bars, y);
            y += bars.height();
        }
        return svg.toSvg(LABELS + PLOT + FIGURES, bottom + 8);
    }

    private void draw(Bars bars, int top) {
        Results.Row row = bars.row;
        svg.text(LABELS - 8, top + bars.engines.size() * BAR / 2 + 4, Svg.Anchor.END, FONT,
                row.workload() + ", " + row.threads() + (row.threads() == 1 ? " thread" : " threads"));
        int y = top;
        for (String engine : bars.engines) {
            Sample sample = new Sample(results.ratios(row, engine));
            double left = Math.min(x(1), x(sample.median()));
            double right = Math.max(x(1), x(sample.median()));
            double middle = y + (BAR - 1) / 2.0;
            String figure = String.format(Locale.ROOT, "%.2f", sample.median());
            svg.rectangle(left, y, Math.max(right - left, 0.5), BAR - 1, Svg.colour(engines.indexOf(engine)), engine + " " + figure);
            svg.line(x(sample.low()), middle, x(sample.high()), middle, Svg.Line.STRONG);
            svg.text(Math.max(right, x(sample.high())) + 3, y + BAR - 2, Svg.Anchor.START, 8, figure);
            y += BAR;
        }
    }

    private static double x(double ratio) {
        double clipped = Math.clamp(ratio, LEAST, MOST);
        return LABELS + PLOT * Math.log(clipped / LEAST) / Math.log(MOST / LEAST);
    }
}
