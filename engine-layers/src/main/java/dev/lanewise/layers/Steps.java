package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;

/** Shapes of sequences of vectors, {@code [batch, steps, features]}, as attention and recurrent layers take them. */
final class Steps {

    private Steps() {}

    /** Complains unless this is the shape of sequences of vectors with so many features. */
    static void check(String layer, String role, Shape input, int features) {
        if (input.rank() != 3 || input.dimension(2) != features) {
            throw new IllegalArgumentException(layer + ": expected " + role + " [batch, steps, features=" + features + "], found " + input
                    + (input.rank() == 2 ? "; did you leave out the batch or the steps?" : "; let the layer before it give " + features));
        }
    }

    /** Complains unless both are batches of equally many sequences. */
    static void checkBatches(String layer, String role, Shape one, String otherRole, Shape other) {
        if (one.dimension(0) != other.dimension(0)) {
            throw new IllegalArgumentException(layer + ": " + role + " " + one + " and " + otherRole + " " + other
                    + " have different batches; give each sequence of the one a sequence of the other");
        }
    }
}
