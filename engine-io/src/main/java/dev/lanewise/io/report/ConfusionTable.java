package dev.lanewise.io.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which class was taken for which; and for each class, how often it is found and how far it can be believed. */
final class ConfusionTable {

    private static final int MOST_CLASSES = 30;
    private static final int MOST_PAIRS = 20;

    private ConfusionTable() {}

    private record Pair(int actual, int predicted, long count) {}

    static void append(StringBuilder html, Judgement judgement, List<String> classes) {
        long[][] counts = judgement.confusion();
        if (counts.length == 0) {
            return;
        }
        html.append("<section>\n<h2>Confusion</h2>\n");
        if (counts.length <= MOST_CLASSES) {
            matrix(html, counts, classes);
        } else {
            pairs(html, counts, classes);
        }
        perClass(html, counts, classes);
        html.append("</section>\n");
    }

    static String name(List<String> classes, int number) {
        return number < classes.size() ? classes.get(number) : Integer.toString(number);
    }

    private static void matrix(StringBuilder html, long[][] counts, List<String> classes) {
        html.append("<p class=\"note\">Rows: what it is. Columns: what it was taken for. The shade is the share of the row.</p>\n")
                .append("<div class=\"scroll\"><table class=\"confusion\">\n<tr><th></th>");
        for (int column = 0; column < counts.length; column++) {
            html.append("<th scope=\"col\">").append(Html.escape(name(classes, column))).append("</th>");
        }
        html.append("</tr>\n");
        for (int row = 0; row < counts.length; row++) {
            long all = sum(counts[row]);
            html.append("<tr><th scope=\"row\">").append(Html.escape(name(classes, row))).append("</th>");
            for (int column = 0; column < counts.length; column++) {
                long count = counts[row][column];
                double share = all == 0 ? 0 : (double) count / all;
                // the square root makes rare confusions visible
                String colour = count == 0 ? "" : String.format(Locale.ROOT, " class=\"%s%s\" style=\"--share:%.0f%%\"", row == column ? "right" : "wrong",
                        Math.sqrt(share) > 0.55 ? " strong" : "", 100 * Math.sqrt(share));
                html.append("<td").append(colour).append('>').append(count == 0 ? "·" : Html.grouped(count)).append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</table></div>\n");
    }

    private static void pairs(StringBuilder html, long[][] counts, List<String> classes) {
        List<Pair> pairs = new ArrayList<>();
        for (int row = 0; row < counts.length; row++) {
            for (int column = 0; column < counts.length; column++) {
                if (row != column && counts[row][column] > 0) {
                    pairs.add(new Pair(row, column, counts[row][column]));
                }
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::count).reversed());
        html.append("<p class=\"note\">The most frequent of ").append(pairs.size()).append(" confusions.</p>\n<div class=\"scroll\"><table>\n")
                .append("<tr><th>what it is</th><th>what it was taken for</th><th class=\"number\">how often</th></tr>\n");
        for (Pair pair : pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()))) {
            html.append("<tr><td>").append(Html.escape(name(classes, pair.actual))).append("</td><td>")
                    .append(Html.escape(name(classes, pair.predicted))).append("</td><td class=\"number\">").append(Html.grouped(pair.count))
                    .append("</td></tr>\n");
        }
        html.append("</table></div>\n");
    }

    private static void perClass(StringBuilder html, long[][] counts, List<String> classes) {
        html.append("<div class=\"scroll\"><table>\n<tr><th>class</th><th class=\"number\">examples</th><th class=\"number\">precision</th>")
                .append("<th class=\"number\">recall</th><th class=\"number\">F1</th></tr>\n");
        for (int c = 0; c < counts.length; c++) {
            long predicted = 0;
            for (long[] row : counts) {
                predicted += row[c];
            }
            long actual = sum(counts[c]);
            long right = counts[c][c];
            html.append("<tr><td>").append(Html.escape(name(classes, c))).append("</td>");
            cell(html, Html.grouped(actual));
            cell(html, Html.percent(share(right, predicted)));
            cell(html, Html.percent(share(right, actual)));
            cell(html, Html.percent(share(2 * right, actual + predicted)));
            html.append("</tr>\n");
        }
        html.append("</table></div>\n");
    }

    private static double share(long part, long all) {
        return all == 0 ? Double.NaN : (double) part / all;
    }

    private static void cell(StringBuilder html, String text) {
        html.append("<td class=\"number\">").append(text).append("</td>");
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
