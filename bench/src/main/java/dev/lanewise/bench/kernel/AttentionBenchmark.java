package dev.lanewise.bench.kernel;

import dev.lanewise.bench.Operations;
import dev.lanewise.op.Attention;
import dev.lanewise.op.AttentionMask;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Attention alone, 16 sequences of 256 positions with 4 heads of 64, forward and backward: the sdpa of W4 of the comparison. In GFLOP/s of the two
 * products forward and the four backward, of which a causal mask needs half; what an op computes again for the gradients is not counted.
 */
public class AttentionBenchmark extends KernelBenchmark {

    private static final Shape SHAPE = Shape.of(16, 4, 256, 64);

    /** The mask. */
    @Param({"full", "causal"})
    public String mask = "full";

    private final Parameter query = random(1, SHAPE);
    private final Parameter key = random(2, SHAPE);
    private final Parameter value = random(3, SHAPE);
    private final Tensor gradient = random(4, SHAPE).copy();
    private double flops;

    /** Counts the operations. */
    @Setup
    public void setUp() {
        int length = SHAPE.dimension(2);
        double pairs = mask.equals("causal") ? length * (length + 1) / 2.0 : (double) length * length;
        flops = 2 * 2.0 * SHAPE.sizeBetween(0, 2) * pairs * SHAPE.dimension(-1);
    }

    private Tensor attend() {
        AttentionMask condition = mask.equals("causal") ? AttentionMask.none().causal() : AttentionMask.none();
        return Attention.scaledDotProductAttention(query, key, value, condition, 0, null);
    }

    /** As in a training step. */
    @Benchmark
    public float forwardAndBackward(Operations operations) {
        operations.add(3 * flops);
        return forwardAndBackward(this::attend, gradient);
    }

    /** As in a prediction. */
    @Benchmark
    public float[] forward(Operations operations) {
        operations.add(flops);
        return forward(this::attend);
    }
}
