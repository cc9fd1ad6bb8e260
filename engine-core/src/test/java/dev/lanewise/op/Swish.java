package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;
import static dev.lanewise.op.Elementwise.combine;
import static dev.lanewise.op.Elementwise.product;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** The example of docs/ADDING-AN-OP.md. */
final class Swish {

    private Swish() {}

    /** y = x·σ(x), elementwise; dy/dx = σ + y·(1 − σ). */
    static Tensor swish(Tensor x) {
        var op = Operation.begin("swish");
        var sigmoid = sigmoidOf(x);
        var y = product(x, sigmoid);
        return op.differentiable(y, wrt(x, dy -> combine(dy, sigmoid, y, (d, s, v) -> d * (s + v * (1 - s)))));
    }

    private static Tensor sigmoidOf(Tensor x) {
        Tensor y = Workspace.tensor(x.shape());
        Kernels.active().sigmoid(x.array(), y.array(), 0, x.size());
        return y;
    }
}
