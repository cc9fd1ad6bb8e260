package dev.lanewise.layers;

import dev.lanewise.op.RecurrentWeights;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The weights of one layer of a recurrent network, under PyTorch's names. Gates lie one after the other: 1 (RNN), 3 (GRU: r, z, n) or
 * 4 (LSTM: i, f, g, o).
 *
 * @param inputWeight {@code [gates·hidden, in]}
 * @param recurrentWeight {@code [gates·hidden, hidden]}
 * @param inputBias {@code [gates·hidden]}, or none
 * @param recurrentBias {@code [gates·hidden]}, or none
 * @param reverseInputWeight the same for the way back, or none
 * @param reverseRecurrentWeight the same for the way back, or none
 * @param reverseInputBias the same for the way back, or none
 * @param reverseRecurrentBias the same for the way back, or none
 */
public record RecurrentLayer(
        @SavedAs("weight_ih_l*") Parameter inputWeight,
        @SavedAs("weight_hh_l*") Parameter recurrentWeight,
        @SavedAs("bias_ih_l*") @Nullable Parameter inputBias,
        @SavedAs("bias_hh_l*") @Nullable Parameter recurrentBias,
        @SavedAs("weight_ih_l*_reverse") @Nullable Parameter reverseInputWeight,
        @SavedAs("weight_hh_l*_reverse") @Nullable Parameter reverseRecurrentWeight,
        @SavedAs("bias_ih_l*_reverse") @Nullable Parameter reverseInputBias,
        @SavedAs("bias_hh_l*_reverse") @Nullable Parameter reverseRecurrentBias) {

    /**
     * Checks that the way back is whole or missing.
     *
     * @throws IllegalArgumentException if a weight is no matrix, or if the way back has one weight of two, or another shape than the way forward
     */
    public RecurrentLayer {
        if (inputWeight.shape().rank() != 2 || recurrentWeight.shape().rank() != 2) {
            throw new IllegalArgumentException("recurrent layer: expected weights [gates·hidden, in] and [gates·hidden, hidden], found "
                    + inputWeight.shape() + " and " + recurrentWeight.shape() + "; give them two dimensions");
        }
        if ((reverseInputWeight == null) != (reverseRecurrentWeight == null)) {
            throw new IllegalArgumentException("recurrent layer: the way back has one of two weights; give both, or none");
        }
        if (reverseInputWeight != null && reverseRecurrentWeight != null
                && !(reverseInputWeight.shape().equals(inputWeight.shape())
                        && reverseRecurrentWeight.shape().equals(recurrentWeight.shape()))) {
            throw new IllegalArgumentException("recurrent layer: the weights of the way back are " + reverseInputWeight.shape() + " and "
                    + reverseRecurrentWeight.shape() + ", those of the way forward " + inputWeight.shape() + " and "
                    + recurrentWeight.shape() + "; make them equal");
        }
    }

    /** With weights and biases from U(±1/√hidden), as PyTorch's. */
    static RecurrentLayer of(int gates, int in, int hidden, boolean bidirectional, RandomGenerator random) {
        Initializer standard = Initializers.standard(hidden);
        Shape input = Shape.of(gates * hidden, in);
        Shape recurrent = Shape.of(gates * hidden, hidden);
        Shape bias = Shape.of(gates * hidden);
        return new RecurrentLayer(
                standard.parameter(input, random), standard.parameter(recurrent, random),
                standard.parameter(bias, random), standard.parameter(bias, random),
                bidirectional ? standard.parameter(input, random) : null, bidirectional ? standard.parameter(recurrent, random) : null,
                bidirectional ? standard.parameter(bias, random) : null, bidirectional ? standard.parameter(bias, random) : null);
    }

    /** The same weights without biases. */
    RecurrentLayer withoutBias() {
        return new RecurrentLayer(inputWeight, recurrentWeight, null, null, reverseInputWeight, reverseRecurrentWeight, null, null);
    }

    /** How many features it takes. */
    int in() {
        return inputWeight.dimension(1);
    }

    /** How many units each direction has. */
    int hidden() {
        return recurrentWeight.dimension(1);
    }

    /** 1, or 2 with a way back. */
    int directions() {
        return reverseInputWeight == null ? 1 : 2;
    }

    /** The weights of each direction. */
    RecurrentWeights[] weights() {
        RecurrentWeights forward = new RecurrentWeights(inputWeight, recurrentWeight, inputBias, recurrentBias);
        return reverseInputWeight == null || reverseRecurrentWeight == null
                ? new RecurrentWeights[] {forward}
                : new RecurrentWeights[] {
                    forward, new RecurrentWeights(reverseInputWeight, reverseRecurrentWeight, reverseInputBias, reverseRecurrentBias)};
    }
}
