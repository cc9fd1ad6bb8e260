package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Traffic;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;

/** How an op is measured that is as fast as memory lets it be, in GB/s. */
public abstract class TrafficBenchmark extends KernelBenchmark {

    private Supplier<Tensor> call = () -> Tensor.scalar(0);
    private Tensor gradient = Tensor.scalar(0);
    private double forwardFloats;
    private double backwardFloats;

    /** Sets the op, and how many floats it reads and writes: in a prediction, and in its gradient besides. */
    final void measure(Supplier<Tensor> op, double forward, double backward) {
        call = op;
        gradient = gradientOf(op);
        forwardFloats = forward;
        backwardFloats = backward;
    }

    /** As in a prediction. */
    @Benchmark
    public float[] forward(Traffic traffic) {
        traffic.addFloats(forwardFloats);
        return forward(call);
    }

    /** As in a training step. */
    @Benchmark
    public float forwardAndBackward(Traffic traffic) {
        traffic.addFloats(forwardFloats + backwardFloats);
        return forwardAndBackward(call, gradient);
    }
}
