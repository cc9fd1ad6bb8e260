package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Traffic;
import dev.lanewise.op.Reductions;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Sums and means over all, the first, the middle and the last of three axes, in GB/s. */
public class ReductionBenchmark extends KernelBenchmark {

    /** The op and its axes. */
    @Param({"sum", "sum0", "sum1", "sum2", "mean02"})
    public String op = "sum";

    /** Of the input: in the second-level cache, and in memory. */
    @Param({"16384", "8388608"})
    public int floats = 16_384;

    private Supplier<Tensor> call = () -> Tensor.scalar(0);
    private Tensor gradient = Tensor.scalar(0);

    /** Makes the tensors, [16, 32, rest]. */
    @Setup
    public void setUp() {
        Parameter x = random(1, Shape.of(16, 32, floats / (16 * 32)));
        call = switch (op) {
            case "sum" -> () -> Reductions.sum(x);
            case "sum0" -> () -> Reductions.sum(x, 0);
            case "sum1" -> () -> Reductions.sum(x, 1);
            case "sum2" -> () -> Reductions.sum(x, 2);
            case "mean02" -> () -> Reductions.mean(x, 0, 2);
            default -> throw new IllegalArgumentException("no reduction " + op);
        };
        gradient = gradientOf(call);
    }

    /** As in a prediction. */
    @Benchmark
    public float[] forward(Traffic traffic) {
        traffic.addFloats((double) floats + gradient.size());
        return forward(call);
    }

    /** As in a training step. */
    @Benchmark
    public float forwardAndBackward(Traffic traffic) {
        traffic.addFloats(2 * ((double) floats + gradient.size()));
        return forwardAndBackward(call, gradient);
    }
}
