package dev.lanewise.op;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;

/** Axes as an op's caller names them: −1 is the innermost dimension. */
final class Axes {

    private Axes() {}

    /** The axis counted from the outermost one; an error with the op's name if there is no such axis. */
    static int of(Operation op, Shape shape, int axis) {
        int rank = shape.rank();
        op.require(axis >= -rank && axis < rank, "axis %d does not exist in shape %s; expected %d to %d", axis, shape, -rank, rank - 1);
        return axis < 0 ? axis + rank : axis;
    }

    /** For each axis of the shape, whether it is among these; an error with the op's name if one is named twice. */
    static boolean[] marked(Operation op, Shape shape, int... axes) {
        boolean[] marked = new boolean[shape.rank()];
        for (int axis : axes) {
            int found = of(op, shape, axis);
            op.require(!marked[found], "axis %d of shape %s is named twice", axis, shape);
            marked[found] = true;
        }
        return marked;
    }
}
