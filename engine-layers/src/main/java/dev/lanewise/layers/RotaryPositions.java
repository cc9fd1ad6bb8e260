package dev.lanewise.layers;

import dev.lanewise.op.Rotary;
import dev.lanewise.op.RotaryPairs;
import dev.lanewise.tensor.Tensor;

/**
 * Places told apart by turning queries and keys, so that their product depends on the distance of two steps alone; a setting of {@link
 * MultiHeadAttention}.
 *
 * <p>Source: Su, Lu, Pan, Murtadha, Wen and Liu, <i>RoFormer: enhanced transformer with rotary position embedding</i>, arXiv:2104.09864.
 *
 * @param base of the angles
 * @param pairs which two elements of a head are turned together
 */
public record RotaryPositions(double base, RotaryPairs pairs) {

    /**
     * Checks the base.
     *
     * @throws IllegalArgumentException if it is not a number above 0
     */
    public RotaryPositions {
        if (!(base > 0 && base < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rotary positions: expected a base above 0, found " + base + "; most models have 10000");
        }
    }

    /** Base 10000, the first half of a head with the second, as in most models. */
    public static RotaryPositions standard() {
        return new RotaryPositions(Rotary.BASE, RotaryPairs.HALVES);
    }

    /** Turns so many heads of this width, from the first column on; the first step has {@code before} others before it. */
    Tensor of(Tensor x, int width, int heads, int before) {
        return Rotary.rotary(x, width, heads, before, base, pairs);
    }
}
