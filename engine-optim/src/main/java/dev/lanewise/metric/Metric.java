package dev.lanewise.metric;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** A figure about a model's answers, added up batch by batch. */
public interface Metric {

    /** A short name for tables and files: {@code accuracy}. */
    String name();

    /** Takes in a batch. The tensors may be reused afterwards. */
    void add(Tensor outputs, IntTensor labels);

    /** The figure over all batches since the last {@link #reset}; NaN if there were none. */
    double value();

    /** Forgets all batches. */
    void reset();

    /** The sums so far, to be saved when a training is interrupted. */
    double[] sums();

    /** Goes on from these sums. */
    void restore(double[] sums);
}
