package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** The same elements in the same order under another shape. */
public final class Reshape {

    private Reshape() {}

    /**
     * y shares x's storage, under another shape. dx = dy, under x's shape.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public static Tensor reshape(Tensor x, Shape shape) {
        var op = Operation.begin("reshape");
        op.require(x.size() == shape.size(), "%s has %d elements, expected the %d of %s", x.shape(), x.size(), shape.size(), shape);
        return op.differentiable(x.viewAs(shape), wrt(x, dy -> dy.viewAs(x.shape())));
    }
}
