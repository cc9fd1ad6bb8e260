package dev.lanewise.bench;

import dev.lanewise.engine.Engine;
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

/** One whole training step: forward, loss, backward, Adam. W1 to W5 of the comparison. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(3)
public class TrainingStepBenchmark {

    /** Model and batch size. */
    @Param({"cnn/32", "cnn/128", "cnn224/8", "lstm/32", "bilstm/32", "gru/32", "gpt/16", "mlp32/128", "mlp512/128"})
    public String workload = "cnn/32";

    /** Threads of the engine. */
    @Param({"1", "2"})
    public int threads;

    private TrainingStep step = TrainingStep.of(ReferenceModels.cnn(), "cnn", 1);

    /** Builds the model and its batch. */
    @Setup
    public void setUp() {
        Engine.useThreads(threads);
        ModelBatch of = ModelBatch.of(workload);
        step = TrainingStep.of(ReferenceModels.named(of.model()), of.model(), of.batch());
    }

    /** One step. */
    @Benchmark
    public float step() {
        return step.run();
    }
}
