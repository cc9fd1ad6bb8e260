package dev.lanewise.kernel.simd;

import dev.lanewise.kernel.Kernels;

/** The kernels on vectors of the width that {@link Lanes} chose. Loaded by name, and only where vectors work. */
public final class SimdKernels
        implements Kernels, SimdMatrixKernels, SimdElementwiseKernels, SimdReductionKernels, SimdPoolingKernels,
                SimdNormalizationKernels, SimdWindowKernels,
                SimdLaneProductKernels, SimdShallowProductKernels, SimdWinogradKernels, SimdRecurrentKernels, SimdAttentionKernels {

    @Override
    public String name() {
        return "simd, " + Lanes.FLOATS.vectorBitSize() + " bits";
    }

    @Override
    public int lanes() {
        return Lanes.COUNT;
    }
}
