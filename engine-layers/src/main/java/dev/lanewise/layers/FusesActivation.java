package dev.lanewise.layers;

import dev.lanewise.op.FusedActivation;
import dev.lanewise.tensor.Tensor;

/** A layer that can apply an activation to its output while that is still in the cache. */
public interface FusesActivation extends Layer {

    /** The output with the activation applied. */
    Tensor forward(Tensor x, FusedActivation activation);

    @Override
    default Tensor forward(Tensor x) {
        return forward(x, FusedActivation.NONE);
    }
}
