package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * A model that can go on with a sequence where it ended before. A long sequence in parts, each with the states that the part before it left,
 * gives what the whole sequence gives; a gradient flows back through the states unless they are {@linkplain Tensor#copy() copies}, as they are
 * for truncated back-propagation through time.
 */
public interface CarriesState extends Layer {

    /**
     * What a part of a sequence gives.
     *
     * @param outputs as {@link #forward(Tensor)} gives them
     * @param states what the model knows in the end, {@code [layers, batch, hidden]} each
     */
    record Output(Tensor outputs, List<Tensor> states) {

        /** Keeps a copy of the list. */
        public Output {
            states = List.copyOf(states);
        }
    }

    /**
     * Goes on from these states.
     *
     * @param x as for {@link #forward(Tensor)}
     * @param states of the part before; none at the beginning
     * @throws IllegalArgumentException if the states are not those of this model, or of another number of sequences
     */
    Output forward(Tensor x, List<Tensor> states);

    /** The shapes {@code [layers, batch, hidden]} of the states that so many sequences leave. */
    List<Shape> stateShapes(int batch);
}
