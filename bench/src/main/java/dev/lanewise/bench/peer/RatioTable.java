package dev.lanewise.bench.peer;

import dev.lanewise.bench.Sample;
import dev.lanewise.bench.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What every engine took beside ours, in Markdown. */
final class RatioTable {

    private RatioTable() {}

    /** The tables, with the chart of this file name above them. */
    static String of(Results results, String chart) {
        StringBuilder text = new StringBuilder(String.join("\n", results.platform())).append("\n\n")
                .append("Each cell: the median of the time, how many times as long as ours it is (above 1 ours is faster), and the ")
                .append("smallest and largest of that ratio over the rounds.\n\n")
                .append("![How many times as long as ours the other engines take](").append(chart).append(")\n");
        table(text, results, "Training steps, predictions and attention", row -> !row.workload().isProduct());
        table(text, results, "Matrix products", row -> row.workload().isProduct());
        if (!results.notes().isEmpty()) {
            text.append("\nLeft out:\n\n");
            results.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    private static void table(StringBuilder text, Results results, String title, Predicate<Results.Row> which) {
        List<Results.Row> rows = results.rows().stream().filter(which).toList();
        if (rows.isEmpty()) {
            return;
        }
        List<String> others = results.others(rows);
        List<String> columns = new ArrayList<>(List.of("workload", "threads", Results.OURS));
        columns.addAll(others);
        columns.add("fastest other / ours");
        text.append("\n**").append(title).append("**\n\n").append(Text.head(1, columns));
        for (Results.Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(
                    row.workload().toString(), String.valueOf(row.threads()), ours(row, results.seconds(row, Results.OURS))));
            double least = Double.POSITIVE_INFINITY;
            for (String other : others) {
                List<Double> ratios = results.ratios(row, other);
                cells.add(ratios.isEmpty() ? "–" : cell(results.seconds(row, other), new Sample(ratios)));
                least = ratios.isEmpty() ? least : Math.min(least, new Sample(ratios).median());
            }
            cells.add(Double.isInfinite(least) ? "–" : "**" + ratio(least) + "**");
            text.append(Text.row(cells.toArray(String[]::new)));
        }
    }

    private static String ours(Results.Row row, double seconds) {
        String time = Text.seconds(seconds);
        if (!row.workload().isProduct()) {
            return time;
        }
        int[] sizes = row.workload().sizes();
        return time + ", " + Text.threeDigits(2e-9 * sizes[0] * sizes[1] * sizes[2] / seconds) + " GFLOP/s";
    }

    private static String cell(double seconds, Sample ratios) {
        return Text.seconds(seconds) + ", " + ratio(ratios.median())
                + String.format(Locale.ROOT, " (%.2f–%.2f)", ratios.low(), ratios.high());
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f ×", ratio);
    }
}
