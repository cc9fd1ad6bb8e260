package dev.lanewise.engine;

import dev.lanewise.kernel.FusedMultiplyAdd;
import dev.lanewise.kernel.KernelSelection;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.KernelsChosen;
import dev.lanewise.parallel.Parallel;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What the engine runs on in this JVM, and the settings that can be made before its first op. */
public final class Engine {

    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(30);

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

    /**
     * Runs a model until the JIT has compiled what it needs for inputs of this shape, for at most 30 seconds, as
     * {@link #warmUp(Consumer, Shape, Duration)} does.
     *
     * @throws IllegalArgumentException if the model refuses an input of this shape
     */
    public static WarmUp warmUp(Consumer<Tensor> model, Shape inputShape) {
        return warmUp(model, inputShape, WARM_UP_LIMIT);
    }

    /**
     * Runs a model until the JIT has compiled what it needs for inputs of this shape, so that the first request is as fast as the
     * later ones: {@code Engine.warmUp(model::predict, Shape.of(1, 1, 28, 28))} before a server opens its port. Vector code that is
     * not compiled yet runs a hundred times slower.
     *
     * <p>The runs are counted in rounds of at least 0.2 seconds and one run. A round is worth the time of its fastest run, which
     * garbage collections and other processes hardly touch. The warm-up is over after four rounds in a row of which none was
     * faster by more than a twentieth than the fastest run before it: code is compiled in stages, and less than a second without a gain may
     * only mean that the compiler is busy. It is over in any case with the run during which the limit passes.
     *
     * <p>The input is ones, which images and ids of tokens may be; zeros, which are often the id that only fills up and is then not read at all,
     * are given only to a model that refuses ones with an {@link IllegalArgumentException}. For a model that takes neither, and for one whose
     * work depends on the values, there is {@link #warmUp(Consumer, Tensor, Duration)}. A server that answers batches of several
     * sizes warms up each. Any number of threads may warm up models, and use them, at the same time; but the
     * times, and so the end, are truer if nothing else runs. A warm-up inside a recording of gradients would be recorded.
     *
     * @param model what a request will call, such as {@code model::predict}; the result is not looked at
     * @param inputShape the shape of a request's input, batch included
     * @param limit how long it may take; one second is too short for all but the smallest models
     * @throws IllegalArgumentException if the model refuses an input of this shape, with its message; or if the limit is not above 0
     */
    public static WarmUp warmUp(Consumer<Tensor> model, Shape inputShape, Duration limit) {
        return WarmUp.run(model, inputShape, limit, System::nanoTime);
    }

    /**
     * Runs a model until the JIT has compiled what it needs for this input, as {@link #warmUp(Consumer, Shape, Duration)} does for one of ones.
     *
     * @param model what a request will call; the result is not looked at
     * @param example an input such as requests will have, batch included; for texts one as long as they are
     * @param limit how long it may take
     * @throws IllegalArgumentException if the model refuses the input, with its message; or if the limit is not above 0
     */
    public static WarmUp warmUp(Consumer<Tensor> model, Tensor example, Duration limit) {
        return WarmUp.run(model, example, limit, System::nanoTime);
    }

    private static void set(String property, String value) {
        if (KernelsChosen.get()) {
            throw new IllegalStateException("the kernels are chosen when the first op runs; set " + property + " before that");
        }
        System.setProperty(property, value);
    }
}
