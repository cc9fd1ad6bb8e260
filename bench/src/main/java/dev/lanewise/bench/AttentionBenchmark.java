package dev.lanewise.bench;

import dev.lanewise.engine.Engine;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.op.Attention;
import dev.lanewise.op.AttentionMask;
import dev.lanewise.op.Reductions;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
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

/** Attention alone, 16 sequences of 256 positions with 4 heads of 64, forward and backward: the sdpa of W4 of the comparison. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(3)
public class AttentionBenchmark {

    private static final Shape SHAPE = Shape.of(16, 4, 256, 64);

    /** The mask. */
    @Param({"full", "causal"})
    public String mask = "full";

    /** Threads of the engine. */
    @Param({"1", "2"})
    public int threads;

    private final Parameter query = Parameter.of(random(1));
    private final Parameter key = Parameter.of(random(2));
    private final Parameter value = Parameter.of(random(3));

    private static Tensor random(long seed) {
        Philox random = Philox.seeded(seed);
        float[] values = new float[SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(SHAPE, values);
    }

    /** Sets the threads. */
    @Setup
    public void setUp() {
        Engine.useThreads(threads);
    }

    private Tensor attend() {
        AttentionMask condition = mask.equals("causal") ? AttentionMask.none().causal() : AttentionMask.none();
        return Attention.scaledDotProductAttention(query, key, value, condition, 0, null);
    }

    /** As in a training step. */
    @Benchmark
    public float forwardAndBackward() {
        try (var gradients = Gradients.of(() -> Reductions.sum(attend()))) {
            return gradients.loss();
        }
    }

    /** As in a prediction. */
    @Benchmark
    public Tensor forward() {
        return attend();
    }
}
