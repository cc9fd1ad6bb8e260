package dev.lanewise.bench.kernel;

import static dev.lanewise.gradient.Input.wrt;

import dev.lanewise.engine.Engine;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.Operation;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Workspace;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How every kernel is measured: calls per second, at one and at two threads, with tensors from a workspace as in a training step. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public abstract class KernelBenchmark {

    /** Threads of the engine. */
    @Param({"1", "2"})
    public int threads = 1;

    /** Sets the threads. */
    @Setup
    public void useThreads() {
        Engine.useThreads(threads);
    }

    /** Normally distributed numbers that can have a gradient. */
    public static Parameter random(long seed, Shape shape) {
        Philox random = Philox.seeded(seed);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Parameter.of(Tensor.wrap(shape, values));
    }

    /** The gradient that {@link #forwardAndBackward} begins with, for an op with such a result. */
    static Tensor gradientOf(Supplier<Tensor> op) {
        return random(99, op.get().shape()).copy();
    }

    /** Runs an op as a prediction does. */
    static float[] forward(Supplier<Tensor> op) {
        Workspace workspace = Workspace.open();
        try {
            return workspace.run(op).array();
        } finally {
            workspace.close();
        }
    }

    /** Runs an op and its gradient as a training step does. The gradient of the op's result is given, so that no loss is measured with it. */
    public static float forwardAndBackward(Supplier<Tensor> op, Tensor gradient) {
        try (var gradients = Gradients.of(() -> given(op.get(), gradient))) {
            return gradients.loss();
        }
    }

    /** A loss that costs nothing: 0, with this gradient. */
    public static Tensor given(Tensor y, Tensor gradient) {
        Operation op = Operation.begin("given");
        return op.differentiable(Tensor.scalar(0), wrt(y, ignored -> gradient));
    }
}
