package dev.lanewise.bench.scaling;

import dev.lanewise.bench.Options;
import dev.lanewise.bench.Program;
import dev.lanewise.bench.TrainingStep;
import dev.lanewise.bench.UsageException;
import dev.lanewise.bench.chart.BarChart;
import dev.lanewise.bench.report.Text;
import dev.lanewise.engine.Engine;
import dev.lanewise.io.AtomicFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Prints training steps per second over batch size, width, sequence length and threads as a Markdown table, and from which size a second thread
 * pays. Each figure is the median of some rounds over all rows, so that a slow minute of the machine does not fall on one row; in a round the
 * threads take short turns on one warm model, so that it does not fall on one of them either.
 */
public final class Main {

    private static final String USAGE = """
            bench/scaling [OPTIONS]: training steps per second over batch size, width, sequence length and threads, as a Markdown table.

              --seconds S    of each row in each round; half of them warm up   (2)
              --rounds N     over all rows; figures are medians of the rounds  (3)
              --threads N    the most threads                                  (all cores)
              --models LIST  some of mlp,cnn,lstm,gpt                          (all)
              --svg FILE     the gains as a chart
            """;

    private static final int TURNS = 4;
    private static final double PAYS = 1.1;

    private record Settings(double seconds, int rounds, int threads, List<String> families, @Nullable Path chart) {}

    private Main() {}

    /** Takes options. Exits with 0, with 1 and a sentence if the chart cannot be written, or with 2 and a sentence if an option is wrong. */
    public static void main(String[] arguments) {
        System.exit(run(Program.OUT, Program.ERR, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        return Program.run("bench/scaling", USAGE, out, err, arguments, () -> run(out, err, settings(arguments)));
    }

    private static Settings settings(String... arguments) {
        double seconds = 2;
        int rounds = 3;
        int threads = Runtime.getRuntime().availableProcessors();
        List<String> families = Workload.FAMILIES;
        Path chart = null;
        for (int i = 0; i < arguments.length; i += 2) {
            String option = arguments[i];
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (option) {
                case "--seconds" -> seconds = Options.duration(option, value);
                case "--rounds" -> rounds = Options.positive(option, value);
                case "--threads" -> threads = Options.positive(option, value);
                case "--models" -> families = Options.list(value).toList();
                case "--svg" -> chart = Options.file(option, value);
                default -> throw new UsageException("there is no option " + option + "; bench/scaling --help lists all");
            }
        }
        if (families.isEmpty() || !Workload.FAMILIES.containsAll(families)) {
            throw new UsageException("--models: expected some of " + String.join(",", Workload.FAMILIES) + ", found "
                    + String.join(",", families));
        }
        return new Settings(seconds, rounds, threads, families, chart);
    }

    private static void run(PrintStream out, PrintStream progress, Settings settings) throws IOException {
        if (settings.chart != null) {
            AtomicFile.requireWritable(settings.chart);
        }
        List<Row> rows = settings.families.stream().flatMap(family -> Workload.of(family).stream()).map(Row::new).toList();
        for (int round = 1; round <= settings.rounds; round++) {
            progress.println("round " + round + " of " + settings.rounds);
            for (Row row : rows) {
                row.add(measure(row.workload(), settings.threads, settings.seconds));
            }
        }
        out.print(table(rows, settings.threads));
        if (settings.threads > 1) {
            out.print(gains(settings.families, rows));
        }
        if (settings.chart != null) {
            String drawn = draw(rows, settings.threads);
            AtomicFile.write(settings.chart, file -> file.write(drawn.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Steps per second by the median step, for 1, 2, … threads; half of the seconds warms up. */
    private static double[] measure(Workload workload, int threads, double seconds) {
        Runnable step = TrainingStep.of(workload.model(), workload.loss(), workload.inputs(), workload.labels())::run;
        Times[] times = new Times[threads];
        for (int t = 0; t < threads; t++) {
            times[t] = new Times();
            Engine.useThreads(t + 1);
            new Times().run(step, seconds / 2 / threads);
        }
        for (int turn = 0; turn < TURNS; turn++) {
            for (int t = 0; t < threads; t++) {
                Engine.useThreads(t + 1);
                step.run();
                times[t].run(step, seconds / 2 / threads / TURNS);
            }
        }
        return Arrays.stream(times).mapToDouble(Times::perSecond).toArray();
    }

    private static String table(List<Row> rows, int threads) {
        List<String> columns = new ArrayList<>(List.of("model", "varied", "batch", "width", "length", "1 thread, steps/s"));
        for (int t = 2; t <= threads; t++) {
            columns.addAll(List.of(t + " threads, steps/s", "gain"));
        }
        StringBuilder table = new StringBuilder(Text.head(2, columns));
        rows.forEach(row -> table.append(Text.row(row.cells(threads))));
        return table.toString();
    }

    private static String gains(List<String> families, List<Row> rows) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%nA second thread pays (a gain of at least %.1f):%n%n", PAYS));
        for (String family : families) {
            for (String axis : List.of("batch", "width", "length")) {
                var along = rows.stream().filter(row -> row.workload().family().equals(family) && row.workload().axis().equals(axis)).toList();
                if (!along.isEmpty()) {
                    text.append("- ").append(family).append(", ").append(axis).append(": ").append(from(along)).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** The smallest size from which on all gain. */
    private static String from(List<Row> along) {
        int first = along.size();
        while (first > 0 && along.get(first - 1).gain(2).median() >= PAYS) {
            first--;
        }
        if (first == along.size()) {
            return "not up to " + along.getLast().workload().size();
        }
        return first == 0 ? "at every size, from " + along.getFirst().workload().size() + " on" : "from " + along.get(first).workload().size() + " on";
    }

    private static String draw(List<Row> rows, int threads) {
        List<String> series = IntStream.rangeClosed(1, threads).mapToObj(t -> t == 1 ? "1 thread" : t + " threads").toList();
        BarChart chart = BarChart.of("Training steps per second, relative to one thread", 1, series);
        for (Row row : rows) {
            Workload workload = row.workload();
            chart.add(String.format(Locale.ROOT, "%s, %s %d (%.0f/s)", workload.family(), workload.axis(), workload.size(), row.perSecond(1).median()),
                    IntStream.rangeClosed(1, threads).mapToDouble(t -> row.gain(t).median()).toArray());
        }
        return chart.toSvg();
    }
}
