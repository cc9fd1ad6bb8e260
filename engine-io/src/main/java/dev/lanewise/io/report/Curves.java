package dev.lanewise.io.report;

import dev.lanewise.train.History;
import dev.lanewise.train.Scores;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The curves of a history: loss, each metric, learning rate. */
final class Curves {

    private Curves() {}

    static void append(StringBuilder html, History history) {
        List<History.Epoch> epochs = history.epochs();
        if (epochs.isEmpty()) {
            return;
        }
        int[] numbers = epochs.stream().mapToInt(History.Epoch::number).toArray();
        html.append("<section>\n<h2>Curves</h2>\n<div class=\"charts\">\n");
        Set<String> metrics = new LinkedHashSet<>();
        epochs.forEach(epoch -> metrics.addAll(epoch.train().metrics().keySet()));
        html.append(new LineChart("loss", numbers, curves(epochs, Scores::loss), false).svg());
        for (String metric : metrics) {
            List<LineChart.Curve> curves = curves(epochs, scores -> scores.metrics().getOrDefault(metric, Double.NaN));
            html.append(new LineChart(metric, numbers, curves, metric.endsWith("accuracy")).svg());
        }
        if (epochs.stream().anyMatch(epoch -> !Double.isNaN(epoch.learningRate()))) {
            html.append(new LineChart("learning rate at the end of the epoch", numbers,
                    List.of(new LineChart.Curve("", values(epochs, History.Epoch::learningRate))), false).svg());
        }
        html.append("</div>\n</section>\n");
    }

    private static List<LineChart.Curve> curves(List<History.Epoch> epochs, ToDoubleFunction<Scores> figure) {
        List<LineChart.Curve> curves = new ArrayList<>();
        curves.add(new LineChart.Curve("training", values(epochs, epoch -> figure.applyAsDouble(epoch.train()))));
        if (epochs.stream().anyMatch(epoch -> epoch.validation() != null)) {
            curves.add(new LineChart.Curve("validation", values(epochs, epoch -> {
                Scores validation = epoch.validation();
                return validation == null ? Double.NaN : figure.applyAsDouble(validation);
            })));
        }
        return curves;
    }

    private static List<Double> values(List<History.Epoch> epochs, ToDoubleFunction<History.Epoch> figure) {
        return epochs.stream().mapToDouble(figure).boxed().toList();
    }
}
