package dev.lanewise.bench.peak;

import dev.lanewise.bench.Operations;
import dev.lanewise.engine.Engine;
import dev.lanewise.parallel.Parallel;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
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
 * The ceiling of every product, in GFLOP/s: fused multiply-adds in registers, ten independent chains in each thread and no memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class MultiplyAddPeakBenchmark {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int STEPS = 100_000;

    /** Threads of the engine. */
    @Param({"1", "2"})
    public int threads = 1;

    private final float factor = 0.999f;
    private float[] results = new float[1];

    /** Sets the threads. */
    @Setup
    public void setUp() {
        Engine.useThreads(threads);
        results = new float[threads];
    }

    /** Ten chains in each thread. */
    @Benchmark
    public float[] multiplyAdd(Operations operations) {
        Parallel.forEach(threads, (thread, scratch) -> results[thread] = chains(factor));
        operations.add(2.0 * 10 * STEPS * FLOATS.length() * threads);
        return results;
    }

    private static float chains(float factor) {
        FloatVector f = FloatVector.broadcast(FLOATS, factor);
        FloatVector s0 = f;
        FloatVector s1 = f;
        FloatVector s2 = f;
        FloatVector s3 = f;
        FloatVector s4 = f;
        FloatVector s5 = f;
        FloatVector s6 = f;
        FloatVector s7 = f;
        FloatVector s8 = f;
        FloatVector s9 = f;
        for (int step = 0; step < STEPS; step++) {
            s0 = s0.fma(f, f);
            s1 = s1.fma(f, f);
            s2 = s2.fma(f, f);
            s3 = s3.fma(f, f);
            s4 = s4.fma(f, f);
            s5 = s5.fma(f, f);
            s6 = s6.fma(f, f);
            s7 = s7.fma(f, f);
            s8 = s8.fma(f, f);
            s9 = s9.fma(f, f);
        }
        return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).lane(0);
    }
}
