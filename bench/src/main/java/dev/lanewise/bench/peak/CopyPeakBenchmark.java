package dev.lanewise.bench.peak;

import dev.lanewise.bench.Traffic;
import dev.lanewise.engine.Engine;
import dev.lanewise.parallel.Parallel;
import java.util.Arrays;
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

/**
 * What an op that computes little can reach, in GB/s: a copy from one array into another, counted as read and written. It is no law: what only
 * reads may be faster, and a large copy also reads the lines that it is about to overwrite.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CopyPeakBenchmark {

    /** Each call copies about as much, in so many rounds as that takes, so that waking a thread costs nothing beside it. */
    private static final int FLOATS_A_CALL = 1 << 23;

    /** Of each array: in the second-level cache, in the third-level cache, and in memory. {@code bench/report} chooses by it. */
    @Param({"16384", "1048576", "8388608"})
    public int floats = 16_384;

    /** Threads of the engine. */
    @Param({"1", "2"})
    public int threads = 1;

    private float[][] sources = {};
    private float[][] targets = {};

    /** Each thread has its own part of the floats. */
    @Setup
    public void setUp() {
        Engine.useThreads(threads);
        sources = new float[threads][floats / threads];
        targets = new float[threads][floats / threads];
        for (float[] source : sources) {
            Arrays.fill(source, 1f);
        }
    }

    /** Copies. */
    @Benchmark
    public float[][] copy(Traffic traffic) {
        int rounds = Math.max(1, FLOATS_A_CALL / floats);
        Parallel.forEach(threads, (thread, scratch) -> {
            for (int round = 0; round < rounds; round++) {
                System.arraycopy(sources[thread], 0, targets[thread], 0, targets[thread].length);
            }
        });
        traffic.addFloats(2.0 * rounds * threads * targets[0].length);
        return targets;
    }
}
