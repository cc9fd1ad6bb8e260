package dev.lanewise.train;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Weights for classes of which a data set has more or fewer examples. */
public final class ClassWeights {

    private static final int BATCH = 256;

    private ClassWeights() {}

    /**
     * The weight n/(k·n<sub>c</sub>) of each class c, with n examples, k classes, and n<sub>c</sub> examples of the class: those of a rare
     * class count for more, and the mean over all examples is 1. It is scikit-learn's {@code class_weight="balanced"} (King and Zeng
     * 2001). Shape: {@code [classes]}.
     *
     * @param examples the data set, whose labels are read once
     * @throws IllegalArgumentException if a class has no example, or a label is not below {@code classes}
     */
    public static Tensor balanced(Dataset examples, int classes) {
        int[] labels = labelsOf(examples);
        int[] counts = countsOf(labels);
        if (counts.length > classes) {
            throw new IllegalArgumentException("class weights: expected labels below " + classes + ", found " + (counts.length - 1));
        }
        float[] weights = new float[classes];
        for (int c = 0; c < classes; c++) {
            if (c >= counts.length || counts[c] == 0) {
                throw new IllegalArgumentException("class weights: class " + c + " has no example among the " + labels.length
                        + "; add some, or leave the class out");
            }
            weights[c] = (float) (labels.length / ((double) classes * counts[c]));
        }
        return Tensor.wrap(Shape.of(classes), weights);
    }

    /**
     * The label of each example, in the order in which they are stored.
     *
     * @throws IllegalArgumentException if there are no examples, or a label is negative
     */
    static int[] labelsOf(Dataset examples) {
        if (examples.size() == 0) {
            throw new IllegalArgumentException("class weights: the data set is empty");
        }
        int[] labels = new int[examples.size()];
        int count = 0;
        try (Batches batches = examples.batches(BATCH)) {
            for (Batch batch : batches) {
                IntTensor some = batch.labels();
                for (int i = 0; i < some.size(); i++) {
                    if (some.get(i) < 0) {
                        throw new IllegalArgumentException("class weights: example " + count + " has the label " + some.get(i)
                                + "; expected at least 0");
                    }
                    labels[count++] = some.get(i);
                }
            }
        }
        return labels;
    }

    /** How many examples each class has, up to the highest label. */
    static int[] countsOf(int[] labels) {
        int[] counts = new int[Arrays.stream(labels).max().orElse(-1) + 1];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }
}
