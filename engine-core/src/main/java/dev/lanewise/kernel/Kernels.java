package dev.lanewise.kernel;

/**
 * The seam between what the engine computes and how a machine does it: plain arrays and ints, no tensors.
 *
 * <p>There are two implementations with one contract, equal to the last bit: plain loops ({@code kernel.scalar}, the oracle and the
 * fallback) and vectors ({@code kernel.simd}). One is chosen when this class is initialized; it is a constant for the JIT.
 */
public interface Kernels extends MatrixKernels, ElementwiseKernels, ReductionKernels, PoolingKernels,
        NormalizationKernels, WindowKernels, LaneProductKernels, ShallowProductKernels, WinogradKernels, RecurrentKernels, AttentionKernels {

    /** The name for people: {@code scalar}, or {@code simd} with its width. */
    String name();

    /** How many floats one vector holds; 1 for the scalar kernels. */
    int lanes();

    /** The kernels of this JVM. */
    static Kernels active() {
        return KernelSelection.ACTIVE;
    }
}
