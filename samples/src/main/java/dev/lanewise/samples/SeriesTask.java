package dev.lanewise.samples;

import dev.lanewise.io.checkpoint.ModelNotes;
import dev.lanewise.io.data.Examples;
import dev.lanewise.io.series.Forecaster;
import dev.lanewise.io.series.Series;
import dev.lanewise.io.series.SeriesEncoding;
import dev.lanewise.io.series.WalkForward;
import dev.lanewise.io.table.CsvFile;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Metric;
import dev.lanewise.random.Philox;
import dev.lanewise.samples.preset.SeriesPreset;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * To tell how a series goes on. Scales are those of the steps before {@code first}, which are also all that is trained on.
 *
 * @param first the first step to test on
 */
record SeriesTask(SeriesPreset preset, SeriesEncoding encoding, Series series, int first, Examples training, Examples test, String description)
        implements Task {

    static SeriesTask of(Path data, DataOptions options, SeriesPreset preset) throws IOException {
        String target = options.target();
        Series series = read(data, null);
        int first = firstTest(series);
        Series past = series.part(0, first);
        return Complaints.naming(data, () -> {
            SeriesEncoding encoding = SeriesEncoding.fit(past, target == null ? preset.rules() : preset.rules().targets(target));
            return new SeriesTask(preset, encoding, series, first, encoding.examples(past), encoding.examples(series, first),
                    String.format(Locale.ROOT, "%s: %s, %,d to train on, %,d held out to test on", data, series, first, series.size() - first));
        });
    }

    /** The series in a file: these channels, or all. */
    static Series read(Path data, @Nullable List<String> channels) throws IOException {
        return channels == null ? Series.read(CsvFile.of(data)) : Series.read(CsvFile.of(data), channels);
    }

    /** The first step to test on. */
    static int firstTest(Series series) {
        return series.size() - (int) Math.round(series.size() * SeriesPreset.TEST_SHARE);
    }

    @Override
    public Layer model(Philox random) {
        return preset.build(encoding.channels().size(), encoding.outputs(), random);
    }

    @Override
    public Shape oneExample() {
        return Shape.of(1, encoding.rules().window(), encoding.channels().size());
    }

    @Override
    public Loss loss() {
        return Loss.ofValues(Losses::meanSquaredError);
    }

    @Override
    public List<Metric> metrics() {
        return List.of();
    }

    @Override
    public ModelNotes notes() {
        return ModelNotes.series(encoding);
    }

    @Override
    public void show(Layer model, PrintWriter out) {
        walkForward(model, encoding, series, first, preset.season()).forEach(out::println);
    }

    /**
     * Says how far the forecasts of a model are from what came, one after each step from {@code first} on, beside two that need no model.
     *
     * @param season how many steps a season has
     * @return a line for each forecaster, below a heading
     */
    static List<String> walkForward(Layer model, SeriesEncoding encoding, Series series, int first, int season) {
        int horizon = encoding.rules().horizon();
        int[] targets = encoding.targets().stream().mapToInt(encoding.channels()::indexOf).toArray();
        WalkForward walk = WalkForward.from(first).horizon(horizon);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "walk forward over steps %d to %d, forecasts of %d steps of %s:", first + 1, series.size(), horizon,
                String.join(", ", encoding.targets())));
        lines.add(line("model", walk.judge(series, Forecaster.of(model, encoding), targets)));
        lines.add(line("last value", walk.judge(series, Forecaster.lastValue(targets), targets)));
        if (first >= season) {
            lines.add(line("as " + season + " steps before", walk.judge(series, Forecaster.seasonal(season, targets), targets)));
        }
        return lines;
    }

    private static String line(String name, WalkForward.Errors errors) {
        return String.format(Locale.ROOT, "  %-22s MAE %10.4f   RMSE %10.4f", name, errors.meanAbsolute(), errors.rootMeanSquare());
    }
}
