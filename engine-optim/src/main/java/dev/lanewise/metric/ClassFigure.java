package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Precision, recall or F1, of all classes or of one, as a figure for tables and early stopping. All that can be asked of one pass is in
 * {@link ConfusionMatrix}, which says what outputs and targets may look like.
 */
public final class ClassFigure implements Metric {

    private final String name;
    private final ConfusionMatrix matrix;
    private final ToDoubleFunction<ConfusionMatrix> figure;

    private ClassFigure(String name, int classes, ToDoubleFunction<ConfusionMatrix> figure) {
        this.name = name;
        this.matrix = new ConfusionMatrix(classes);
        this.figure = figure;
    }

    /** The precision of so many classes. */
    public static ClassFigure precision(int classes, Averaging averaging) {
        return new ClassFigure(named(averaging, "precision"), classes, matrix -> matrix.precision(averaging));
    }

    /** The precision of one of so many classes. */
    public static ClassFigure precisionOf(int ofClass, int classes) {
        return new ClassFigure(named("precision", ofClass, classes), classes, matrix -> matrix.precision(ofClass));
    }

    /** The recall of so many classes. */
    public static ClassFigure recall(int classes, Averaging averaging) {
        return new ClassFigure(named(averaging, "recall"), classes, matrix -> matrix.recall(averaging));
    }

    /** The recall of one of so many classes. */
    public static ClassFigure recallOf(int ofClass, int classes) {
        return new ClassFigure(named("recall", ofClass, classes), classes, matrix -> matrix.recall(ofClass));
    }

    /** The F1 of so many classes. */
    public static ClassFigure f1(int classes, Averaging averaging) {
        return new ClassFigure(named(averaging, "f1"), classes, matrix -> matrix.f1(averaging));
    }

    /** The F1 of one of so many classes. */
    public static ClassFigure f1Of(int ofClass, int classes) {
        return new ClassFigure(named("f1", ofClass, classes), classes, matrix -> matrix.f1(ofClass));
    }

    private static String named(Averaging averaging, String figure) {
        return averaging.name().toLowerCase(Locale.ROOT) + " " + figure;
    }

    private static String named(String figure, int ofClass, int classes) {
        if (ofClass < 0 || ofClass >= classes) {
            throw new IllegalArgumentException(figure + ": class " + ofClass + " is out of range; expected 0 to " + (classes - 1));
        }
        return figure + " of " + ofClass;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void add(Tensor outputs, IntTensor labels) {
        matrix.add(outputs, labels);
    }

    @Override
    public void add(Tensor outputs, Tensor values) {
        matrix.add(outputs, values);
    }

    @Override
    public double value() {
        return matrix.examples() == 0 ? Double.NaN : figure.applyAsDouble(matrix);
    }

    @Override
    public void reset() {
        matrix.reset();
    }

    @Override
    public double[] sums() {
        return matrix.sums();
    }

    @Override
    public void restore(double[] sums) {
        matrix.restore(sums);
    }
}
