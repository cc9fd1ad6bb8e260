package dev.lanewise.bench.report;

import dev.lanewise.bench.Sample;
import java.util.List;
import java.util.function.Function;

/** A comparison in Markdown, the bad news first. */
final class ComparisonText {

    private ComparisonText() {}

    static String of(ResultFile before, ResultFile after, Comparison comparison) {
        StringBuilder text = new StringBuilder();
        if (!before.platform().equals(after.platform())) {
            text.append("These are two platforms: ").append(before.platform()).append(", and ").append(after.platform()).append(".\n\n");
        }
        table(text, "Slower", comparison.slower(), Result::seconds, Text::seconds);
        table(text, "Allocates more", comparison.hungrier(), Result::allocated, Text::bytes);
        table(text, "Faster", comparison.faster(), Result::seconds, Text::seconds);
        table(text, "Allocates less", comparison.leaner(), Result::allocated, Text::bytes);
        table(text, "The machine itself (if it changed, so did everything else)", comparison.machine(), Result::seconds, Text::seconds);
        names(text, "Only in " + before.path(), comparison.onlyOld());
        names(text, "Only in " + after.path(), comparison.onlyNew());
        return text.append("Of ").append(comparison.compared()).append(" results in both files ")
                .append(comparison.slower().size()).append(" became slower and ")
                .append(comparison.faster().size()).append(" faster, ")
                .append(comparison.hungrier().size()).append(" allocate more and ")
                .append(comparison.leaner().size()).append(" less. ")
                .append(Comparison.RULE).append('\n')
                .toString();
    }

    private static void table(StringBuilder text, String title, List<Comparison.Pair> pairs, Function<Result, Sample> figure,
            Function<Double, String> unit) {
        if (pairs.isEmpty()) {
            return;
        }
        text.append("## ").append(title).append("\n\n")
                .append(Text.head(2, List.of("benchmark", "parameters", "old", "new", "change", "spreads")));
        for (Comparison.Pair pair : pairs) {
            Sample before = figure.apply(pair.before());
            Sample after = figure.apply(pair.after());
            text.append(Text.row(pair.after().name(), pair.after().parameterText(), unit.apply(before.median()), unit.apply(after.median()),
                    Text.change(before.median(), after.median()), unit.apply(before.spread()) + ", " + unit.apply(after.spread())));
        }
        text.append('\n');
    }

    private static void names(StringBuilder text, String title, List<Result> results) {
        if (results.isEmpty()) {
            return;
        }
        text.append("## ").append(title).append("\n\n");
        for (Result result : results) {
            text.append("- ").append(result.name()).append(' ').append(result.parameterText()).append('\n');
        }
        text.append('\n');
    }
}
