package dev.lanewise.layers;

import dev.lanewise.tensor.Tensor;

/**
 * What an {@link Lstm} knows after some steps, {@code [layers·directions, batch, hidden]} each.
 *
 * @param hidden h
 * @param cell c
 */
public record LstmState(Tensor hidden, Tensor cell) {

    /** The same numbers as a value of their own, which outlives the scope they were made in and through which no gradient flows back. */
    public LstmState detached() {
        return new LstmState(hidden.copy(), cell.copy());
    }
}
