package dev.lanewise.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What one figure was again and again: in the iterations of all forks, in the rounds of a run, in the starts of a program.
 *
 * @param values sorted; none if the figure was not measured
 */
public record Sample(List<Double> values) {

    /** Of a figure that was not measured. */
    public static final Sample NONE = new Sample(List.of());

    /** Takes values in any order. */
    public Sample {
        values = values.stream().sorted().toList();
    }

    /** Of values in any order. */
    public static Sample of(double... values) {
        return new Sample(Arrays.stream(values).boxed().toList());
    }

    /** Whether the figure was not measured; there is nothing else to ask then. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value in the middle, or the mean of the two. */
    public double median() {
        return quantile(0.5);
    }

    /** The smallest value. */
    public double low() {
        return values.getFirst();
    }

    /** The largest value. */
    public double high() {
        return values.getLast();
    }

    /** The noise: the interquartile range, the distance from the first quartile to the third. */
    public double spread() {
        return quantile(0.75) - quantile(0.25);
    }

    /** The value below which a share of all lie; between two values, their weighted mean. */
    public double quantile(double share) {
        double place = share * (values.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, values.size() - 1);
        return values.get(below) + (place - below) * (values.get(above) - values.get(below));
    }
}
