package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Kernels;

/** The slow, obvious kernels: the oracle of the vector kernels, and the fallback where there are no vectors. */
public final class ScalarKernels
        implements Kernels, ScalarMatrixKernels, ScalarElementwiseKernels, ScalarReductionKernels, ScalarPoolingKernels,
                ScalarNormalizationKernels, ScalarWindowKernels,
                ScalarLaneProductKernels, ScalarShallowProductKernels, ScalarWinogradKernels, ScalarRecurrentKernels, ScalarAttentionKernels {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int lanes() {
        return 1;
    }
}
