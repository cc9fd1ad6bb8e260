package dev.lanewise.op;

import dev.lanewise.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The weights of one direction of a recurrent layer, with PyTorch's names in parentheses. A cell has so many gates: 1 (RNN), 3 (GRU: r, z, n) or
 * 4 (LSTM: i, f, g, o), whose rows lie one gate after the other.
 *
 * @param input {@code [gates·hidden, in]} ({@code weight_ih})
 * @param recurrent {@code [gates·hidden, hidden]} ({@code weight_hh})
 * @param inputBias {@code [gates·hidden]}, or none ({@code bias_ih})
 * @param recurrentBias {@code [gates·hidden]}, or none ({@code bias_hh})
 */
public record RecurrentWeights(Tensor input, Tensor recurrent, @Nullable Tensor inputBias, @Nullable Tensor recurrentBias) {

    /** The number of hidden units. */
    public int hidden() {
        return recurrent.dimension(-1);
    }
}
