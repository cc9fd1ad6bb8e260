package dev.lanewise.layers;

import dev.lanewise.tensor.Shape;

/** What layers that move or join dimensions ask of shapes. */
final class ShapeCheck {

    private ShapeCheck() {}

    /** The axis counted from the outermost one; complains if the input has no such axis. */
    static int axis(String layer, Shape input, int axis) {
        int rank = input.rank();
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(layer + ": expected an input with an axis " + axis + ", found " + input
                    + (rank == 0 ? "" : ", whose axes are " + -rank + " to " + (rank - 1)));
        }
        return axis < 0 ? axis + rank : axis;
    }
}
