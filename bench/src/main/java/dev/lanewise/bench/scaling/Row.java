package dev.lanewise.bench.scaling;

import dev.lanewise.bench.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the rounds found for one workload.
 *
 * @param rounds of each, steps per second with 1, 2, … threads
 */
record Row(Workload workload, List<double[]> rounds) {

    Row(Workload workload) {
        this(workload, new ArrayList<>());
    }

    void add(double[] stepsPerSecond) {
        rounds.add(stepsPerSecond);
    }

    Sample perSecond(int threads) {
        return new Sample(rounds.stream().map(round -> round[threads - 1]).toList());
    }

    /** How many times as fast as one thread in the same round. */
    Sample gain(int threads) {
        return new Sample(rounds.stream().map(round -> round[threads - 1] / round[0]).toList());
    }

    /** Of the table; behind each median, from where to where the rounds reach. */
    String[] cells(int threads) {
        List<String> cells = new ArrayList<>(List.of(workload.family(), workload.axis(), String.valueOf(workload.batch()),
                String.valueOf(workload.width()), String.valueOf(workload.length()), text("%.1f", perSecond(1))));
        for (int t = 2; t <= threads; t++) {
            cells.add(text("%.1f", perSecond(t)));
            cells.add(text("%.2f", gain(t)));
        }
        return cells.toArray(String[]::new);
    }

    private static String text(String figure, Sample sample) {
        return String.format(Locale.ROOT, figure + " (" + figure + "–" + figure + ")", sample.median(), sample.low(), sample.high());
    }
}
