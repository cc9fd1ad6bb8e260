package dev.lanewise.op;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.gradient.Operation;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/**
 * The gated linear unit: one half of the features decides how much of the other half passes.
 *
 * <p>Source: Dauphin, Fan, Auli and Grangier, <i>Language modeling with gated convolutional networks</i>, ICML 2017.
 */
public final class Glu {

    private Glu() {}

    /**
     * y = a·σ(b), where a and b are the halves of x along one dimension, which is half as long in y. da = dy·σ(b),
     * db = dy·a·σ(b)·(1 − σ(b)).
     *
     * @throws IllegalArgumentException if there is no such axis, or it has an odd length
     */
    public static Tensor glu(Tensor x, int axis) {
        var op = Operation.begin("glu");
        int along = Axes.of(op, x.shape(), axis);
        int length = x.dimension(along);
        op.require(length % 2 == 0, "dimension %d of %s must be even to be split in halves; add or remove one feature", axis, x.shape());
        Tensor passing = Slice.part(x, along, 0, length / 2); // a
        Tensor gate = Slice.part(x, along, length / 2, length); // σ(b)
        float[] gates = gate.array();
        Ranges.forEach(gate.size(), Pointwise.EXPONENTIAL_NANOSECONDS, (from, to) -> Kernels.active().sigmoid(gates, gates, from, to));
        Tensor y = Elementwise.product(passing, gate);
        return op.differentiable(y, wrt(x, dy -> {
            Tensor dx = Workspace.tensor(x.shape());
            Slice.put(Elementwise.product(dy, gate), dx, along, 0);
            Slice.put(gateGradient(y, gate, dy), dx, along, length / 2);
            return dx;
        }));
    }

    /* dy·y·(1 − σ(b)), since y = a·σ(b) */
    private static Tensor gateGradient(Tensor y, Tensor gate, Tensor dy) {
        Tensor db = Workspace.tensor(y.shape());
        float[] outputs = y.array();
        float[] gates = gate.array();
        float[] gradients = dy.array();
        float[] in = db.array();
        Ranges.forEach(y.size(), Elementwise.NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                in[i] = gradients[i] * outputs[i] * (1f - gates[i]);
            }
        });
        return db;
    }
}
