package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;

/** The innermost dimensions that layer normalization works on. */
final class NormalizedShape {

    private NormalizedShape() {}

    /** Complains if there are none. */
    static void check(String layer, Shape normalized) {
        if (normalized.rank() == 0 || normalized.size() == 0) {
            throw new IllegalArgumentException(layer + ": expected at least one dimension to normalize over, none of them 0, found "
                    + normalized);
        }
    }

    /** Complains unless the input ends in these dimensions. */
    static void checkInput(String layer, Shape input, Shape normalized) {
        int outer = input.rank() - normalized.rank();
        boolean fits = outer >= 0;
        for (int axis = 0; fits && axis < normalized.rank(); axis++) {
            fits = input.dimension(outer + axis) == normalized.dimension(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException(layer + ": expected an input whose innermost dimensions are " + normalized + ", found " + input
                    + "; give the layer the innermost dimensions of its input");
        }
    }
}
