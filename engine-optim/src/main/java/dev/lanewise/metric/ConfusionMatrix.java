package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts which class was taken for which, and all figures that follow from that: accuracy (its {@link #value}), precision, recall and F1.
 * An example with a score that is NaN was taken for none.
 *
 * <p>Outputs {@code [batch, classes]} and labels {@code [batch]}, or a share of each class {@code [batch, classes]}, of which the highest
 * counts. With two classes, outputs may also be {@code [batch]} or {@code [batch, 1]}: scores before the sigmoid, above 0 for class 1; and
 * targets of that shape are class 1 from ½ on.
 */
public final class ConfusionMatrix implements Metric {

    private final List<String> names;
    private final int classes;
    private final long[] counts; // [actual, predicted], and at the end of each row those taken for none

    /**
     * Over no examples yet, for classes of these names.
     *
     * @throws IllegalArgumentException if there are fewer than two, or more than 46,340, whose counts fit no array
     */
    public ConfusionMatrix(List<String> names) {
        if (names.size() < 2) {
            throw new IllegalArgumentException("confusion matrix: expected at least 2 classes, found " + names.size());
        }
        this.names = List.copyOf(names);
        this.classes = names.size();
        this.counts = new long[cells(classes)];
    }

    /**
     * Over no examples yet, for so many classes, which are named by their numbers.
     *
     * @throws IllegalArgumentException if there are fewer than two, or more than 46,340, whose counts fit no array
     */
    public ConfusionMatrix(int classes) {
        this(numbers(classes));
    }

    private static List<String> numbers(int count) {
        cells(Math.max(0, count)); // before there is a name for each
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    private static int cells(int classes) {
        try {
            return Math.multiplyExact(classes, Math.addExact(classes, 1));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("confusion matrix: expected at most 46340 classes, whose counts fit an array, found " + classes
                    + "; use the accuracy alone", e);
        }
    }

    @Override
    public String name() {
        return "accuracy";
    }

    /** How many classes there are. */
    public int classes() {
        return classes;
    }

    /** The names of the classes. */
    public List<String> names() {
        return names;
    }

    @Override
    public void add(Tensor outputs, IntTensor labels) {
        requireOutputs(outputs, labels.size());
        for (int row = 0; row < labels.size(); row++) {
            int label = labels.get(row);
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("confusion matrix: label " + label + " in row " + row + " is out of range; " + classes
                        + " classes allow labels 0 to " + (classes - 1));
            }
            count(label, answer(outputs, row, 0f));
        }
    }

    @Override
    public void add(Tensor outputs, Tensor values) {
        Shapes.requireEqual("confusion matrix", outputs, values);
        requireOutputs(outputs, outputs.dimension(0));
        for (int row = 0; row < outputs.dimension(0); row++) {
            int label = answer(values, row, Math.nextDown(0.5f));
            if (label < 0) {
                throw new IllegalArgumentException("confusion matrix: the target in row " + row + " is NaN");
            }
            count(label, answer(outputs, row, 0f));
        }
    }

    private void requireOutputs(Tensor outputs, int examples) {
        int rank = outputs.shape().rank();
        int columns = rank == 2 ? outputs.dimension(1) : 1;
        boolean fits = (rank == 2 || rank == 1) && outputs.dimension(0) == examples
                && (rank == 2 && columns == classes || classes == 2 && columns == 1);
        if (!fits) {
            throw new IllegalArgumentException("confusion matrix: expected outputs [" + examples + ", " + classes + "]"
                    + (classes == 2 ? ", or [" + examples + "]," : "") + " for " + examples + " examples of " + classes + " classes, found "
                    + outputs.shape());
        }
    }

    /* −1 if a score is NaN. */
    private int answer(Tensor scores, int row, float threshold) {
        if (scores.size() == scores.dimension(0)) {
            float score = scores.array()[row];
            return Float.isNaN(score) ? -1 : score > threshold ? 1 : 0;
        }
        return Highest.of(scores.array(), row * classes, classes);
    }

    private void count(int actual, int predicted) {
        counts[actual * (classes + 1) + (predicted < 0 ? classes : predicted)]++;
    }

    /** How many examples of this class there were. */
    public long support(int actual) {
        long sum = 0;
        for (int i = 0; i <= classes; i++) {
            sum += counts[actual * (classes + 1) + i];
        }
        return sum;
    }

    /** How many examples were taken for this class. */
    public long predicted(int predicted) {
        long sum = 0;
        for (int actual = 0; actual < classes; actual++) {
            sum += counts[actual * (classes + 1) + predicted];
        }
        return sum;
    }

    /** How many examples were taken for no class, because a score is NaN. */
    public long undecided() {
        return predicted(classes);
    }

    /** How many examples there were. */
    public long examples() {
        return Arrays.stream(counts).sum();
    }

    /** The accuracy: the share of examples that were taken for what they are. */
    @Override
    public double value() {
        return (double) correct() / examples();
    }

    private long correct() {
        long sum = 0;
        for (int i = 0; i < classes; i++) {
            sum += cell(i, i);
        }
        return sum;
    }

    /** How many examples of the class {@code actual} were taken for the class {@code predicted}. */
    public long cell(int actual, int predicted) {
        return counts[actual * (classes + 1) + predicted];
    }

    /** Of the examples that were taken for this class, the share that is of it; 0 if none was. */
    public double precision(int ofClass) {
        return share(cell(ofClass, ofClass), predicted(ofClass));
    }

    /** Of the examples of this class, the share that was taken for it; 0 if there is none. */
    public double recall(int ofClass) {
        return share(cell(ofClass, ofClass), support(ofClass));
    }

    /** The harmonic mean of precision and recall: 2·right/(examples of this class + examples taken for it); 0 if there is neither. */
    public double f1(int ofClass) {
        return share(2 * cell(ofClass, ofClass), support(ofClass) + predicted(ofClass));
    }

    /** The precision of all classes. */
    public double precision(Averaging averaging) {
        return averaging == Averaging.MICRO ? share(correct(), examples() - undecided()) : mean(averaging, this::precision);
    }

    /** The recall of all classes. */
    public double recall(Averaging averaging) {
        return averaging == Averaging.MICRO ? share(correct(), examples()) : mean(averaging, this::recall);
    }

    /** The F1 of all classes. */
    public double f1(Averaging averaging) {
        return averaging == Averaging.MICRO ? share(2 * correct(), 2 * examples() - undecided()) : mean(averaging, this::f1);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private interface OfClass {
        double of(int ofClass);
    }

    private double mean(Averaging averaging, OfClass figure) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < classes; i++) {
            double weight = averaging == Averaging.WEIGHTED ? support(i) : support(i) + predicted(i) > 0 ? 1 : 0;
            sum += weight * figure.of(i);
            weights += weight;
        }
        return sum / weights;
    }

    @Override
    public void reset() {
        Arrays.fill(counts, 0);
    }

    @Override
    public double[] sums() {
        double[] sums = new double[counts.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = counts[i];
        }
        return sums;
    }

    @Override
    public void restore(double[] sums) {
        if (sums.length != counts.length) {
            throw new IllegalArgumentException("confusion matrix: expected " + counts.length + " saved sums for " + classes + " classes, found "
                    + sums.length);
        }
        long[] saved = new long[sums.length];
        for (int i = 0; i < sums.length; i++) {
            saved[i] = SavedSums.count("confusion matrix", sums[i]);
        }
        System.arraycopy(saved, 0, counts, 0, saved.length);
    }

    /** A row for each actual class, a column for each predicted one. */
    @Override
    public String toString() {
        int width = Math.max(5, names.stream().mapToInt(String::length).max().orElse(0) + 1);
        StringBuilder text = new StringBuilder(" ".repeat(width));
        names.forEach(name -> text.append(padded(name, width)));
        for (int row = 0; row < classes; row++) {
            text.append(System.lineSeparator()).append(padded(names.get(row), width));
            for (int column = 0; column < classes; column++) {
                long count = cell(row, column);
                text.append(padded(count == 0 ? "·" : Long.toString(count), width));
            }
        }
        if (undecided() > 0) {
            text.append(System.lineSeparator()).append("taken for none, because a score is NaN: ").append(undecided());
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
