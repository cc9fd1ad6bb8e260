package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.Arrays;

/** A range of one dimension. */
public final class Slice {

    private Slice() {}

    /**
     * The positions {@code from} (inclusive) to {@code to} (exclusive) of one dimension, as a copy. dx = dy there, 0 elsewhere.
     *
     * @throws IllegalArgumentException if there is no such axis, or the range is not inside of it
     */
    public static Tensor slice(Tensor x, int axis, int from, int to) {
        var op = Operation.begin("slice");
        int found = Axes.of(op, x.shape(), axis);
        op.require(0 <= from && from <= to && to <= x.dimension(found),
                "the range %d to %d is not inside of dimension %d of %s, which has %d positions", from, to, axis, x.shape(),
                x.dimension(found));
        return op.differentiable(part(x, found, from, to), wrt(x, dy -> surrounded(dy, x.shape(), found, from)));
    }

    /** The positions {@code from} to {@code to} of a dimension. */
    static Tensor part(Tensor x, int axis, int from, int to) {
        Tensor y = Workspace.tensor(x.shape().with(axis, to - from));
        int inner = x.shape().sizeBetween(axis + 1, x.shape().rank());
        int stride = x.dimension(axis) * inner;
        int run = (to - from) * inner;
        float[] in = x.array();
        float[] out = y.array();
        for (int outer = 0, count = x.shape().sizeBetween(0, axis); outer < count; outer++) {
            System.arraycopy(in, outer * stride + from * inner, out, outer * run, run);
        }
        return y;
    }

    /* The adjoint: zeros of the whole shape with the part at its place. */
    private static Tensor surrounded(Tensor part, Shape shape, int axis, int from) {
        Tensor whole = Workspace.tensor(shape);
        Arrays.fill(whole.array(), 0, whole.size(), 0f);
        put(part, whole, axis, from);
        return whole;
    }

    /** Writes a part over the positions of the whole's dimension that begin at {@code from}. */
    static void put(Tensor part, Tensor whole, int axis, int from) {
        int inner = whole.shape().sizeBetween(axis + 1, whole.shape().rank());
        int stride = whole.dimension(axis) * inner;
        int run = part.dimension(axis) * inner;
        float[] in = part.array();
        float[] out = whole.array();
        for (int outer = 0, count = whole.shape().sizeBetween(0, axis); outer < count; outer++) {
            System.arraycopy(in, outer * run, out, outer * stride + from * inner, run);
        }
    }
}
