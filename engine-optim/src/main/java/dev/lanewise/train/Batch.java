package dev.lanewise.train;

import dev.lanewise.loss.Loss;
import dev.lanewise.metric.Metric;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Some examples at once. A data set may write the next batch into the same storage: copy what is to be kept.
 *
 * @param inputs {@code [batch, …]}
 * @param targets what the model should answer: classes or floats, {@code [batch, …]}
 */
public record Batch(Tensor inputs, Targets targets) {

    /**
     * Checks that there are as many targets as inputs.
     *
     * @throws IllegalArgumentException if not
     */
    public Batch {
        if (inputs.shape().rank() == 0 || targets.shape().rank() == 0 || inputs.dimension(0) != targets.shape().dimension(0)) {
            throw new IllegalArgumentException("batch: inputs " + inputs.shape() + " and "
                    + (targets instanceof Targets.Labels ? "labels " : "target values ") + targets.shape()
                    + " must agree in their first dimension, the number of examples");
        }
    }

    /** Examples of classes. */
    public Batch(Tensor inputs, IntTensor labels) {
        this(inputs, new Targets.Labels(labels));
    }

    /** Examples with floats to be approached, or with a share of each class. */
    public Batch(Tensor inputs, Tensor values) {
        this(inputs, new Targets.Values(values));
    }

    /** The {@linkplain #inputs() inputs}, where they are images: {@code [batch, channels, height, width]}. */
    public Tensor images() {
        return inputs;
    }

    /**
     * The classes.
     *
     * @throws IllegalStateException if the targets are floats
     */
    public IntTensor labels() {
        if (targets instanceof Targets.Labels(IntTensor labels)) {
            return labels;
        }
        throw new IllegalStateException("batch: its targets are floats of shape " + targets.shape() + ", not class labels; use values()");
    }

    /**
     * The floats to be approached.
     *
     * @throws IllegalStateException if the targets are class labels
     */
    public Tensor values() {
        if (targets instanceof Targets.Values(Tensor values)) {
            return values;
        }
        throw new IllegalStateException("batch: its targets are class labels of shape " + targets.shape() + ", not floats; use labels()");
    }

    /** The number of examples. */
    public int size() {
        return inputs.dimension(0);
    }

    /**
     * A copy in storage of its own.
     *
     * @param storage an earlier copy to be overwritten if it has the right shapes, or {@code null}
     */
    public Batch copyTo(@Nullable Batch storage) {
        Batch copy = storage != null && storage.hasShapesOf(this) ? storage : new Batch(Tensor.zeros(inputs.shape()), switch (targets) {
            case Targets.Labels(IntTensor labels) -> new Targets.Labels(IntTensor.wrap(labels.shape(), new int[labels.size()]));
            case Targets.Values(Tensor values) -> new Targets.Values(Tensor.zeros(values.shape()));
        });
        System.arraycopy(inputs.array(), 0, copy.inputs.array(), 0, inputs.size());
        switch (targets) {
            case Targets.Labels(IntTensor labels) -> System.arraycopy(labels.array(), 0, copy.labels().array(), 0, labels.size());
            case Targets.Values(Tensor values) -> System.arraycopy(values.array(), 0, copy.values().array(), 0, values.size());
        }
        return copy;
    }

    private boolean hasShapesOf(Batch other) {
        return inputs.shape().equals(other.inputs.shape())
                && targets.getClass() == other.targets.getClass()
                && targets.shape().equals(other.targets.shape());
    }

    /** The mean loss of a model's outputs for this batch. */
    Tensor loss(Loss loss, Tensor outputs) {
        return switch (targets) {
            case Targets.Labels(IntTensor labels) -> loss.of(outputs, labels);
            case Targets.Values(Tensor values) -> loss.of(outputs, values);
        };
    }

    /** Takes a model's outputs for this batch into a figure. */
    void addTo(Metric metric, Tensor outputs) {
        switch (targets) {
            case Targets.Labels(IntTensor labels) -> metric.add(outputs, labels);
            case Targets.Values(Tensor values) -> metric.add(outputs, values);
        }
    }
}
