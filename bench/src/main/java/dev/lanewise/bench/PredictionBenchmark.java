package dev.lanewise.bench;

import dev.lanewise.engine.Engine;
import dev.lanewise.layers.Layer;
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

/** A prediction for one sample, or for a small batch of large images. W6 and W2 of the comparison. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(3)
public class PredictionBenchmark {

    /** The model, and the batch size if it is not 1. */
    @Param({"cnn", "mlp32", "mlp512", "cnn224/8", "bilstm"})
    public String workload = "cnn";

    /** Threads of the engine. */
    @Param({"1", "2"})
    public int threads;

    private Layer model = ReferenceModels.cnn();
    private Tensor input = ReferenceModels.inputs("cnn", 1);

    /** Builds the model and its input. */
    @Setup
    public void setUp() {
        Engine.useThreads(threads);
        ModelBatch of = ModelBatch.of(workload);
        model = ReferenceModels.named(of.model());
        input = ReferenceModels.inputs(of.model(), of.batch());
    }

    /** One prediction. */
    @Benchmark
    public Tensor predict() {
        return model.predict(input);
    }
}
