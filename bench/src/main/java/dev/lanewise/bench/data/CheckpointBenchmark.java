package dev.lanewise.bench.data;

import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.bench.Traffic;
import dev.lanewise.io.checkpoint.Checkpoint;
import dev.lanewise.layers.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Saving a model to a file until it is safely on disk, and loading it, in GB/s of the file. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CheckpointBenchmark {

    /** A reference model. */
    @Param({"mlp32", "cnn", "gpt"})
    public String model = "cnn";

    private Layer layers = ReferenceModels.named("mlp32");
    private Path folder = Path.of("");
    private Path loaded = folder;
    private Path saved = folder;
    private double bytes;

    /** Saves the model once. */
    @Setup
    public void setUp() throws IOException {
        layers = ReferenceModels.named(model);
        folder = TemporaryFolder.create();
        loaded = folder.resolve("loaded.json");
        saved = folder.resolve("saved.json");
        Checkpoint.save(loaded, layers);
        bytes = Files.size(loaded);
    }

    /** Deletes the files. */
    @TearDown
    public void tearDown() throws IOException {
        TemporaryFolder.delete(folder);
    }

    /** Writes a file, in place of that of the last call. */
    @Benchmark
    public void save(Traffic traffic) throws IOException {
        traffic.add(bytes);
        Checkpoint.save(saved, layers);
    }

    /** Reads a file that the system has in memory. */
    @Benchmark
    public Layer load(Traffic traffic) throws IOException {
        traffic.add(bytes);
        return Checkpoint.load(loaded);
    }
}
