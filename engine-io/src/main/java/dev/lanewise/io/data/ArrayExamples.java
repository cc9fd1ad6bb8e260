package dev.lanewise.io.data;

import dev.lanewise.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Examples in arrays: inputs of any shape, with a class each, or with floats to be approached. */
public final class ArrayExamples implements Examples {

    private final Shape inputShape;
    private final float[] inputs;
    private final int @Nullable [] labels;
    private final int classes;
    private final Shape valueShape;
    private final float[] values;
    private final int size;

    private ArrayExamples(Shape inputShape, float[] inputs, int size, int @Nullable [] labels, int classes, Shape valueShape, float[] values) {
        this.inputShape = inputShape;
        this.inputs = inputs;
        this.size = size;
        this.labels = labels;
        this.classes = classes;
        this.valueShape = valueShape;
        this.values = values;
        requireFinite("inputs", inputShape, inputs, size);
        requireFinite("target values", valueShape, values, size);
    }

    /**
     * Examples of classes, over these very arrays, which the caller gives away.
     *
     * @param inputShape the shape of one input
     * @param inputs the inputs, one after the other
     * @param labels the class of each
     * @param classes labels are 0 to this number minus one
     * @throws IllegalArgumentException if the lengths do not agree, a label is out of range, or an input is NaN or infinite
     */
    public static ArrayExamples classified(Shape inputShape, float[] inputs, int[] labels, int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("arrays: expected at least 1 class, found " + classes);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("arrays: label " + labels[i] + " at position " + i + " is out of range; expected 0 to "
                        + (classes - 1));
            }
        }
        return new ArrayExamples(inputShape, inputs, labels.length, labels, classes, Shape.of(0), new float[0]);
    }

    /** Examples of classes: row {@code i} belongs to class {@code labels[i]}. The rows are copied; see {@link #classified}. */
    public static ArrayExamples classified(float[][] rows, int[] labels, int classes) {
        return classified(rowShape(rows), joined(rows), labels, classes);
    }

    /**
     * Examples with floats to be approached, over these very arrays, which the caller gives away.
     *
     * @param inputShape the shape of one input
     * @param inputs the inputs, one after the other
     * @param valueShape the shape of what is to be approached for one input
     * @param values what is to be approached, one after the other
     * @throws IllegalArgumentException if the lengths do not agree, or a number is NaN or infinite
     */
    public static ArrayExamples withValues(Shape inputShape, float[] inputs, Shape valueShape, float[] values) {
        if (inputShape.size() == 0 || inputs.length % inputShape.size() != 0) {
            throw new IllegalArgumentException("arrays: " + inputs.length + " values are not a whole number of inputs of shape " + inputShape);
        }
        return new ArrayExamples(inputShape, inputs, inputs.length / inputShape.size(), null, 0, valueShape, values);
    }

    /** Examples with floats to be approached: {@code values[i]} by row {@code i}. The rows are copied; see {@link #withValues}. */
    public static ArrayExamples withValues(float[][] rows, float[][] values) {
        if (rows.length != values.length) {
            throw new IllegalArgumentException("arrays: expected target values for each of the " + rows.length + " rows, found "
                    + values.length);
        }
        return withValues(rowShape(rows), joined(rows), rowShape(values), joined(values));
    }

    private static Shape rowShape(float[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("arrays: the data set is empty, expected at least one row");
        }
        return Shape.of(rows[0].length);
    }

    private static float[] joined(float[][] rows) {
        int width = rows[0].length;
        float[] joined = new float[Shape.of(rows.length, width).size()];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException("arrays: row " + i + " has " + rows[i].length + " values, row 0 has " + width
                        + "; all rows must have the same length");
            }
            System.arraycopy(rows[i], 0, joined, i * width, width);
        }
        return joined;
    }

    private static void requireFinite(String what, Shape shape, float[] values, int size) {
        if (values.length != (long) size * shape.size()) {
            throw new IllegalArgumentException("arrays: " + what + " of shape " + shape + " for " + size + " examples have "
                    + (long) size * shape.size() + " values, found " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("arrays: the " + what + " of example " + i / shape.size() + " hold " + values[i]
                        + " at position " + i % shape.size() + "; expected finite numbers: leave such examples out, or fill the gaps");
            }
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Shape inputShape() {
        return inputShape;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        if (labels == null) {
            throw new IllegalStateException("arrays: the targets are floats, not class labels");
        }
        return labels[index];
    }

    @Override
    public void copyInput(int index, float[] to, int offset) {
        System.arraycopy(inputs, index * inputShape.size(), to, offset, inputShape.size());
    }

    @Override
    public Shape valueShape() {
        return labels == null ? valueShape : Examples.super.valueShape();
    }

    @Override
    public void copyValues(int index, float[] to, int offset) {
        System.arraycopy(values, index * valueShape().size(), to, offset, valueShape().size());
    }
}
