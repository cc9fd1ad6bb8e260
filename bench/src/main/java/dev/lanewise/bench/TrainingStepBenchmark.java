package dev.lanewise.bench;

import dev.lanewise.engine.Engine;
import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.tensor.IntTensor;
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

    private Layer model = ReferenceModels.cnn();
    private Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3f));
    private Tensor inputs = ReferenceModels.inputs("cnn", 1);
    private IntTensor labels = ReferenceModels.labels("cnn", 1);
    private Loss loss = ReferenceModels.loss("cnn");

    /** Builds the model and its batch. */
    @Setup
    public void setUp() {
        Engine.useThreads(threads);
        String name = workload.substring(0, workload.indexOf('/'));
        int batch = Integer.parseInt(workload.substring(name.length() + 1));
        model = ReferenceModels.named(name);
        optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3f));
        inputs = ReferenceModels.inputs(name, batch);
        labels = ReferenceModels.labels(name, batch);
        loss = ReferenceModels.loss(name);
    }

    /** One step. */
    @Benchmark
    public float step() {
        try (var gradients = Gradients.of(() -> loss.of(model.forward(inputs), labels))) {
            optimizer.step(gradients);
            return gradients.loss();
        }
    }
}
