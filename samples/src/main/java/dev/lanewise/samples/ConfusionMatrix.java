package dev.lanewise.samples;

import dev.lanewise.metric.Metric;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Counts which class was taken for which; an example with a score that is NaN, for none. Its value is the accuracy. */
final class ConfusionMatrix implements Metric {

    private final List<String> classes;
    private final double[] counts; // [actual, predicted], and those taken for none

    ConfusionMatrix(List<String> classes) {
        this.classes = classes;
        this.counts = new double[classes.size() * classes.size() + 1];
    }

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public void add(Tensor outputs, IntTensor labels) {
        int count = classes.size();
        float[] scores = outputs.array();
        for (int row = 0; row < labels.size(); row++) {
            int best = 0;
            boolean undecided = false;
            for (int i = 0; i < count; i++) {
                undecided |= Float.isNaN(scores[row * count + i]);
                best = scores[row * count + i] > scores[row * count + best] ? i : best;
            }
            counts[undecided ? count * count : labels.get(row) * count + best]++;
        }
    }

    @Override
    public double value() {
        double correct = 0;
        double all = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i];
            correct += i < classes.size() * classes.size() && i % (classes.size() + 1) == 0 ? counts[i] : 0;
        }
        return correct / all;
    }

    @Override
    public void reset() {
        Arrays.fill(counts, 0);
    }

    @Override
    public double[] sums() {
        return counts.clone();
    }

    @Override
    public void restore(double[] sums) {
        System.arraycopy(sums, 0, counts, 0, counts.length);
    }

    /** A row for each actual class, a column for each predicted one. */
    @Override
    public String toString() {
        int width = Math.max(5, classes.stream().mapToInt(String::length).max().orElse(0) + 1);
        StringBuilder text = new StringBuilder(" ".repeat(width));
        classes.forEach(name -> text.append(padded(name, width)));
        for (int row = 0; row < classes.size(); row++) {
            text.append(System.lineSeparator()).append(padded(classes.get(row), width));
            for (int column = 0; column < classes.size(); column++) {
                long count = (long) counts[row * classes.size() + column];
                text.append(padded(count == 0 ? "·" : Long.toString(count), width));
            }
        }
        long none = (long) counts[classes.size() * classes.size()];
        if (none > 0) {
            text.append(System.lineSeparator()).append("taken for none, because a score is NaN: ").append(none);
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
