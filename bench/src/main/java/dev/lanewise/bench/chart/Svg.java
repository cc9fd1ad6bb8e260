package dev.lanewise.bench.chart;

import java.util.List;
import java.util.Locale;

/** An image that grows by rectangles, lines and texts, readable on white and on black. Any text may stand in it. Lengths are in pixels. */
public final class Svg {

    private static final List<String> COLOURS =
            List.of("#4477aa", "#ee6677", "#228833", "#ccaa33", "#66bbdd", "#aa4488", "#999999", "#dd8855");

    private final StringBuilder body = new StringBuilder();

    /** Where a text stands beside its place. */
    public enum Anchor { START, MIDDLE, END }

    /** A line of the scale, one that catches the eye, or that one dashed. */
    public enum Line { GRID, STRONG, DASHED }

    /** The colour of a series; they repeat after eight. */
    public static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    /** A filled rectangle; the title shows where a pointer rests on it. */
    public void rectangle(double x, double y, double width, double height, String colour, String title) {
        append("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>\n",
                x, y, width, height, colour, escape(title));
    }

    /** A line between two points. */
    public void line(double x1, double y1, double x2, double y2, Line line) {
        append("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>\n", x1, y1, x2, y2, word(line));
    }

    /** A text on a base line at {@code y}. */
    public void text(double x, double y, Anchor anchor, int size, String text) {
        append("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>\n", x, y, word(anchor), size, escape(text));
    }

    /** The whole file. */
    public String toSvg(int width, int height) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif">
                <style>text { fill: #333 } .grid { stroke: #888; stroke-opacity: 0.3 } .strong, .dashed { stroke: #333 } .dashed { stroke-dasharray: 4 3 }
                @media (prefers-color-scheme: dark) { text { fill: #ddd } .strong, .dashed { stroke: #ddd } }</style>
                """.formatted(width, height) + body + "</svg>\n";
    }

    private void append(String pattern, Object... values) {
        body.append(String.format(Locale.ROOT, pattern, values));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
