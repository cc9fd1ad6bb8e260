package dev.lanewise.op;

import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;

/** What an op does with its result while it is still in the cache. */
public enum FusedActivation {
    /** Nothing: y. */
    NONE,
    /** max(y, 0). */
    RELU;

    /** The gradient before the activation, from the gradient after it and the activated result y. */
    Tensor gradient(Tensor dy, Tensor y) {
        if (this == NONE) {
            return dy;
        }
        Tensor dz = Workspace.tensor(dy.shape());
        float[] in = dy.array();
        float[] activated = y.array();
        float[] out = dz.array();
        Ranges.forEach(dy.size(), Elementwise.NANOSECONDS,
                (from, to) -> Kernels.active().reluGradient(activated, in, out, from, to));
        return dz;
    }
}
