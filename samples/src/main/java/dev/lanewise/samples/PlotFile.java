package dev.lanewise.samples;

import dev.lanewise.io.AtomicFile;
import dev.lanewise.train.History;
import dev.lanewise.train.Scores;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The curves of a training as a PNG file: loss, each metric, learning rate, side by side. Needs no screen. */
final class PlotFile {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 380;
    private static final int MOST_MARKERS = 40;
    private static final Color TRAINING = new Color(0x7A8699);
    private static final Color VALIDATION = new Color(0x2563EB);

    private PlotFile() {}

    /**
     * Draws the curves.
     *
     * @throws IOException that names the file, if it cannot be written
     */
    static void write(Path file, History history) throws IOException {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        List<XYChart> charts = new ArrayList<>();
        charts.add(chart("loss", history, Scores::loss));
        Set<String> metrics = new LinkedHashSet<>();
        history.epochs().forEach(epoch -> metrics.addAll(epoch.train().metrics().keySet()));
        for (String metric : metrics) {
            charts.add(chart(metric, history, scores -> scores.metrics().getOrDefault(metric, Double.NaN)));
        }
        XYChart rate = empty("learning rate");
        addCurve(rate, "learning rate", VALIDATION, history, History.Epoch::learningRate);
        rate.getStyler().setLegendVisible(false);
        rate.getStyler().setYAxisTickLabelsFormattingFunction(value -> String.format(Locale.ROOT, "%.2g", value));
        charts.add(rate);
        AtomicFile.write(file, out -> BitmapEncoder.saveBitmap(charts, 1, charts.size(), out, BitmapEncoder.BitmapFormat.PNG));
    }

    private static XYChart chart(String title, History history, ToDoubleFunction<Scores> figure) {
        XYChart chart = empty(title);
        addCurve(chart, "training", TRAINING, history, epoch -> figure.applyAsDouble(epoch.train()));
        addCurve(chart, "test", VALIDATION, history, epoch -> {
            Scores validation = epoch.validation();
            return validation == null ? Double.NaN : figure.applyAsDouble(validation);
        });
        return chart;
    }

    private static XYChart empty(String title) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("epoch").build();
        chart.getStyler().setXAxisDecimalPattern("#");
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setYAxisTitleVisible(false);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setLegendBorderColor(Color.WHITE);
        return chart;
    }

    /** What is not finite cannot be drawn and is left out, and so is a curve with nothing else. */
    private static void addCurve(XYChart chart, String name, Color color, History history, ToDoubleFunction<History.Epoch> figure) {
        List<Double> numbers = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (History.Epoch epoch : history.epochs()) {
            double value = figure.applyAsDouble(epoch);
            if (Double.isFinite(value)) {
                numbers.add((double) epoch.number());
                values.add(value);
            }
        }
        if (!values.isEmpty()) {
            XYSeries curve = chart.addSeries(name, numbers, values);
            curve.setLineColor(color);
            curve.setMarkerColor(color);
            curve.setMarker(values.size() <= MOST_MARKERS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
    }
}
