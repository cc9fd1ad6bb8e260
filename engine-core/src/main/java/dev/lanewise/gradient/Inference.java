package dev.lanewise.gradient;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.function.Supplier;

/** Runs a model without recording, with its intermediate tensors in reused storage. */
public final class Inference {

    private Inference() {}

    /**
     * {@link #of}, but the result is an ordinary garbage-collected tensor in any case: for what outlives the scope around it, such as the
     * state of a sequence that goes on.
     */
    public static Tensor kept(Supplier<Tensor> computation) {
        return Workspace.isOpen() ? computation.get().copy() : of(computation);
    }

    /**
     * The result of a computation as an ordinary garbage-collected tensor; everything in between is given back at once. Inside
     * another such scope, or where gradients are recorded, it just runs.
     */
    public static Tensor of(Supplier<Tensor> computation) {
        if (Workspace.isOpen()) {
            return computation.get();
        }
        Workspace workspace = Workspace.open();
        try {
            return workspace.run(computation).copy();
        } finally {
            workspace.close();
        }
    }
}
