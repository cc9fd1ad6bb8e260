package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** A figure about a model's answers, added up batch by batch: for class labels, for float targets, or for both. */
public interface Metric {

    /** A short name for tables and files: {@code accuracy}. */
    String name();

    /**
     * Takes in a batch whose examples belong to classes. The tensors may be reused afterwards.
     *
     * @throws IllegalArgumentException if the figure is for float targets only
     */
    default void add(Tensor outputs, IntTensor labels) {
        throw new IllegalArgumentException(name() + ": expected float targets, found class labels of shape " + labels.shape()
                + "; leave this figure out, or give the data set float targets");
    }

    /**
     * Takes in a batch whose targets are floats. The tensors may be reused afterwards.
     *
     * @throws IllegalArgumentException if the figure is for class labels only
     */
    default void add(Tensor outputs, Tensor values) {
        throw new IllegalArgumentException(name() + ": expected class labels, found float targets of shape " + values.shape()
                + "; leave this figure out, or give the data set class labels");
    }

    /** The figure over all batches since the last {@link #reset}; NaN if there were none. */
    double value();

    /** Forgets all batches. */
    void reset();

    /** The sums so far, to be saved when a training is interrupted. */
    double[] sums();

    /**
     * Goes on from these sums.
     *
     * @throws IllegalArgumentException if they are not sums of such a figure; then nothing changes
     */
    void restore(double[] sums);

    /**
     * Takes in all batches of another figure of this kind, as if they had been added here: for parts that were judged apart.
     *
     * @throws IllegalArgumentException if it is of another kind
     */
    default void merge(Metric other) {
        double[] sums = sums();
        double[] more = other.sums();
        if (!getClass().equals(other.getClass()) || !name().equals(other.name()) || sums.length != more.length) {
            throw new IllegalArgumentException(name() + ": expected another one to merge with, found " + other.name());
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
        restore(sums);
    }
}
