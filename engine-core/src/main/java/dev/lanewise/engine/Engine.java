package dev.lanewise.engine;

import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.KernelSelection;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.KernelsChosen;
import dev.lanewise.parallel.Parallel;
import java.util.concurrent.Executor;

/** What the engine runs on in this JVM, and the settings that can be made before its first op. */
public final class Engine {

    private Engine() {}

    /** A few lines for people: the JDK, the kernels, the width of vectors, the threads, and why it is these. */
    public static String describe() {
        Kernels kernels = Kernels.active();
        return """
                JDK      %s %s (%s), %s
                kernels  %s: %s
                lanes    %d floats a vector
                threads  %d: %s
                FMA      %s"""
                .formatted(
                        System.getProperty("java.vendor.version", ""),
                        System.getProperty("java.version"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("os.arch"),
                        kernels.name(),
                        KernelSelection.reason(),
                        kernels.lanes(),
                        Parallel.threads(),
                        Parallel.reason(),
                        FusedMultiplyAdd.HARDWARE
                                ? "in hardware"
                                : "not in hardware: the last bits differ from machines that have it");
    }

    /**
     * Uses the scalar kernels, as {@code -Dlanewise.kernels=scalar} does.
     *
     * @throws IllegalStateException if an op has already run, so that the kernels are chosen
     */
    public static void useScalarKernels() {
        set(KernelSelection.KERNELS_PROPERTY, "scalar");
    }

    /**
     * Uses the vector kernels, as {@code -Dlanewise.kernels=simd} does: if they cannot be loaded, the first op fails.
     *
     * @throws IllegalStateException if an op has already run, so that the kernels are chosen
     */
    public static void useSimdKernels() {
        set(KernelSelection.KERNELS_PROPERTY, "simd");
    }

    /**
     * Uses vectors of 128, 256 or 512 bits, as {@code -Dlanewise.vectorBits} does.
     *
     * @throws IllegalArgumentException if {@code bits} is another number
     * @throws IllegalStateException if an op has already run, so that the kernels are chosen
     */
    public static void useVectorBits(int bits) {
        if (bits != 128 && bits != 256 && bits != 512) {
            throw new IllegalArgumentException("vector bits: expected 128, 256 or 512, found " + bits);
        }
        useSimdKernels();
        set(KernelSelection.VECTOR_BITS_PROPERTY, String.valueOf(bits));
    }

    /**
     * Uses this many threads from the next op on, the caller's included, as {@code -Dlanewise.threads} does. The results have the
     * same bits for every number.
     *
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public static void useThreads(int threads) {
        Parallel.setThreads(threads);
    }

    /**
     * Takes helpers from an executor of the application, instead of threads of the engine, from the next op on.
     *
     * @param threads the largest number of threads for one op, the caller's included
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public static void useExecutor(Executor executor, int threads) {
        Parallel.setExecutor(executor, threads);
    }

    private static void set(String property, String value) {
        if (KernelsChosen.get()) {
            throw new IllegalStateException("the kernels are chosen when the first op runs; set " + property + " before that");
        }
        System.setProperty(property, value);
    }
}
