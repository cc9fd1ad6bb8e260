package dev.lanewise.layers;

import dev.lanewise.gradient.Inference;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A part of a model, and a model itself. Implement it by a record: the {@link dev.lanewise.tensor.Parameter Parameters} and layers
 * among its components are the model's tree.
 *
 * <p>Only {@link #forward} has to be written. A layer knows nothing of files and threads, and keeps nothing from one call to the
 * next; any number of threads may call {@link #predict} on one model.
 */
public interface Layer {

    /** Computes the output. While gradients are recorded the layer is training, everywhere else it is inferring. */
    Tensor forward(Tensor x);

    /** The output for an application: an ordinary tensor, with all intermediate ones in reused storage. */
    default Tensor predict(Tensor x) {
        return Inference.of(() -> forward(x));
    }

    /** The parameters by their paths. */
    default Parameters parameters() {
        return Parameters.of(this);
    }

    /**
     * The shape of the output for an input of this shape, batch included. Unless a layer says it by itself, it is tried out with
     * zeros.
     *
     * @throws IllegalArgumentException if the layer cannot take such an input; the message says what it expects
     */
    default Shape outputShape(Shape input) {
        return predict(Tensor.zeros(input)).shape();
    }

    /** How many floating-point operations {@link #forward} takes for an input of this shape; 0 where nobody counts them. */
    default long flops(Shape input) {
        return 0;
    }

    /** The features that an input must have; {@code null} if that depends on the input. */
    default @Nullable Features expects() {
        return null;
    }

    /** The features of the output, given what is known of the input; {@code null} if that depends on the input. */
    default @Nullable Features provides(@Nullable Features input) {
        return null;
    }

    /** A table of the layers, their output shapes, parameters and operations, for an input of this shape, batch included. */
    default Summary summary(Shape input) {
        return Summary.of(this, input);
    }
}
