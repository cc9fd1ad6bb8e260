package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** All features of a sample in one row. */
public final class Flatten {

    private Flatten() {}

    /**
     * [n, a, b, …] → [n, a·b·…], with x's storage. dx = dy, under x's shape.
     *
     * @throws IllegalArgumentException if x has no dimension
     */
    public static Tensor flatten(Tensor x) {
        var op = Operation.begin("flatten");
        op.require(x.shape().rank() > 0, "expected [n, …], found a scalar; reshape it to [1, 1]");
        Shape rows = Shape.of(x.dimension(0), x.shape().sizeBetween(1, x.shape().rank()));
        return op.differentiable(x.viewAs(rows), wrt(x, dy -> dy.viewAs(x.shape())));
    }
}
