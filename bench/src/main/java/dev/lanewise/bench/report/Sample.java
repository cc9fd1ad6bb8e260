package dev.lanewise.bench.report;

import java.util.List;

/**
 * What one figure was in each iteration of all forks.
 *
 * @param values sorted; none if the figure was not measured
 */
record Sample(List<Double> values) {

    static final Sample NONE = new Sample(List.of());

    Sample {
        values = values.stream().sorted().toList();
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    double median() {
        return quantile(0.5);
    }

    /** The noise: the interquartile range, the distance from the first quartile to the third. */
    double spread() {
        return quantile(0.75) - quantile(0.25);
    }

    /** Between two values, their weighted mean. */
    private double quantile(double share) {
        double place = share * (values.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, values.size() - 1);
        return values.get(below) + (place - below) * (values.get(above) - values.get(below));
    }
}
