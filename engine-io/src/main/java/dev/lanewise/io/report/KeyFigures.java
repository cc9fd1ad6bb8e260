package dev.lanewise.io.report;

import dev.lanewise.layers.Summary;
import dev.lanewise.train.History;
import dev.lanewise.train.Scores;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The few numbers that people look for first. */
final class KeyFigures {

    private KeyFigures() {}

    static void append(StringBuilder html, History history, @Nullable Judgement judgement, @Nullable Summary summary) {
        html.append("<div class=\"tiles\">\n");
        if (judgement != null) {
            if (judgement.confusion().length > 0) {
                tile(html, "accuracy", Html.percent(judgement.accuracy()));
            }
            tile(html, "loss", Html.number(judgement.loss()));
            tile(html, "examples judged", Html.grouped(judgement.examples()));
            if (judgement.ignored() > 0) {
                tile(html, "examples ignored", Html.grouped(judgement.ignored()));
            }
        } else if (!history.epochs().isEmpty()) {
            Scores validation = history.last().validation();
            Scores scores = validation == null ? history.last().train() : validation;
            tile(html, "loss", Html.number(scores.loss()));
            for (Map.Entry<String, Double> metric : scores.metrics().entrySet()) {
                tile(html, metric.getKey(), Html.number(metric.getValue()));
            }
        }
        if (!history.epochs().isEmpty()) {
            tile(html, history.epochs().size() == 1 ? "epoch" : "epochs", Integer.toString(history.epochs().size()));
            tile(html, "time of training", Html.time(history.epochs().stream().mapToDouble(History.Epoch::seconds).sum()));
        }
        if (summary != null) {
            tile(html, "parameters", Html.grouped(summary.parameters()));
        }
        html.append("</div>\n");
    }

    private static void tile(StringBuilder html, String name, String value) {
        html.append("<div class=\"tile\"><b>").append(Html.escape(value)).append("</b><span>").append(Html.escape(name)).append("</span></div>\n");
    }
}
