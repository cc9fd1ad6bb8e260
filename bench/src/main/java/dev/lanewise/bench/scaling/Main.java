package dev.lanewise.bench.scaling;

import dev.lanewise.bench.Options;
import dev.lanewise.bench.TrainingStep;
import dev.lanewise.bench.chart.BarChart;
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

/**
 * Prints training steps per second over batch size, width, sequence length and threads as a Markdown table, and from which size a second thread
 * pays. The threads take turns in short rounds on one warm model, so that a slow moment of the machine does not fall on one of them.
 */
public final class Main {

    private static final int ROUNDS = 4;
    private static final double PAYS = 1.1;

    private record Row(Workload workload, double[] stepsPerSecond) {

        double gain(int threads) {
            return stepsPerSecond[threads - 1] / stepsPerSecond[0];
        }
    }

    private Main() {}

    /** Takes any of {@code --seconds S} for each row, {@code --threads N}, {@code --models mlp,cnn,lstm,gpt}, and {@code --svg FILE}. */
    public static void main(String[] arguments) {
        System.exit(run(System.err, arguments));
    }

    static int run(PrintStream err, String... arguments) {
        try {
            run(arguments);
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            err.println("bench/scaling: " + e.getMessage());
            return 2;
        }
    }

    private static void run(String... arguments) throws IOException {
        double seconds = 4;
        int threads = Runtime.getRuntime().availableProcessors();
        List<String> families = Workload.FAMILIES;
        Path chart = null;
        for (int i = 0; i < arguments.length; i += 2) {
            String option = arguments[i];
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (option) {
                case "--seconds" -> seconds = Options.duration(option, value);
                case "--threads" -> threads = Options.positive(option, value);
                case "--models" -> families = Options.list(value).toList();
                case "--svg" -> chart = Path.of(value);
                default -> throw new IllegalArgumentException("there is no option " + option
                        + "; expected --seconds S, --threads N, --models mlp,cnn,lstm,gpt or --svg FILE");
            }
        }
        if (families.isEmpty() || !Workload.FAMILIES.containsAll(families)) {
            throw new IllegalArgumentException("--models: expected some of " + String.join(",", Workload.FAMILIES) + ", found "
                    + String.join(",", families));
        }
        if (chart != null) {
            AtomicFile.requireWritable(chart);
        }
        List<Workload> workloads = new ArrayList<>();
        families.forEach(family -> workloads.addAll(Workload.of(family)));
        List<Row> rows = measure(workloads, threads, seconds);
        printGains(families, rows, threads);
        if (chart != null) {
            String drawn = draw(rows, threads);
            AtomicFile.write(chart, out -> out.write(drawn.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static List<Row> measure(List<Workload> workloads, int threads, double seconds) {
        StringBuilder head = new StringBuilder("| model | varied | batch | width | length | 1 thread, steps/s |");
        StringBuilder line = new StringBuilder("|---|---|---:|---:|---:|---:|");
        for (int t = 2; t <= threads; t++) {
            head.append(' ').append(t).append(" threads, steps/s | gain |");
            line.append("---:|---:|");
        }
        System.out.println(head);
        System.out.println(line);
        List<Row> rows = new ArrayList<>();
        for (Workload workload : workloads) {
            Row row = new Row(workload, measure(workload, threads, seconds));
            rows.add(row);
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "| %s | %s | %d | %d | %d | %.1f |", workload.family(),
                    workload.axis(), workload.batch(), workload.width(), workload.length(), row.stepsPerSecond[0]));
            for (int t = 2; t <= threads; t++) {
                text.append(String.format(Locale.ROOT, " %.1f | %.2f |", row.stepsPerSecond[t - 1], row.gain(t)));
            }
            System.out.println(text);
        }
        return rows;
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
        for (int round = 0; round < ROUNDS; round++) {
            for (int t = 0; t < threads; t++) {
                Engine.useThreads(t + 1);
                step.run();
                times[t].run(step, seconds / 2 / threads / ROUNDS);
            }
        }
        return Arrays.stream(times).mapToDouble(Times::perSecond).toArray();
    }

    private static void printGains(List<String> families, List<Row> rows, int threads) {
        if (threads < 2) {
            return;
        }
        System.out.printf(Locale.ROOT, "%nA second thread pays (a gain of at least %.1f):%n%n", PAYS);
        for (String family : families) {
            for (String axis : List.of("batch", "width", "length")) {
                var along = rows.stream().filter(row -> row.workload.family().equals(family) && row.workload.axis().equals(axis)).toList();
                if (!along.isEmpty()) {
                    System.out.println("- " + family + ", " + axis + ": " + from(along));
                }
            }
        }
    }

    /** The smallest size from which on all gain. */
    private static String from(List<Row> along) {
        int first = along.size();
        while (first > 0 && along.get(first - 1).gain(2) >= PAYS) {
            first--;
        }
        if (first == along.size()) {
            return "not up to " + along.getLast().workload.size();
        }
        return first == 0 ? "at every size, from " + along.getFirst().workload.size() + " on" : "from " + along.get(first).workload.size() + " on";
    }

    private static String draw(List<Row> rows, int threads) {
        List<String> series = new ArrayList<>();
        for (int t = 1; t <= threads; t++) {
            series.add(t == 1 ? "1 thread" : t + " threads");
        }
        BarChart chart = BarChart.of("Training steps per second, relative to one thread", 1, series);
        for (Row row : rows) {
            double[] gains = new double[threads];
            for (int t = 1; t <= threads; t++) {
                gains[t - 1] = row.gain(t);
            }
            chart.add(String.format(Locale.ROOT, "%s, %s %d (%.0f/s)", row.workload.family(), row.workload.axis(), row.workload.size(),
                    row.stepsPerSecond[0]), gains);
        }
        return chart.toSvg();
    }
}
