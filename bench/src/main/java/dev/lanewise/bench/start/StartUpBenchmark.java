package dev.lanewise.bench.start;

import dev.lanewise.bench.Jvm;
import dev.lanewise.bench.ReferenceModels;
import dev.lanewise.io.checkpoint.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the start of a JVM to the result of the first prediction of a saved model, or of its first training step with a batch of 32. Nothing of
 * the first call is warm but the files, which the system has in memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
@Fork(1)
public class StartUpBenchmark {

    /** What is done first. */
    @Param({"prediction", "step"})
    public String work = "prediction";

    /** A reference model. */
    @Param({"mlp32", "cnn", "bilstm"})
    public String model = "cnn";

    /** The JVM's defaults, its first compiler alone, or the kernels that need no compiler to be fast enough for one call. */
    @Param({"default", "c1", "scalar"})
    public String flags = "default";

    private Path checkpoint = Path.of("");
    private ProcessBuilder program = new ProcessBuilder();
    private List<Process> running = new ArrayList<>();

    /** Saves the model. */
    @Setup
    public void setUp() throws IOException {
        checkpoint = Files.createTempFile("lanewise-bench", ".json");
        Checkpoint.save(checkpoint, ReferenceModels.named(model));
        Jvm jvm = Jvm.in(Jvm.home()).withVectors().with("-cp", System.getProperty("java.class.path"));
        Jvm flagged = switch (flags) {
            case "default" -> jvm;
            case "c1" -> jvm.with("-XX:TieredStopAtLevel=1");
            case "scalar" -> jvm.with("-Dlanewise.kernels=scalar");
            default -> throw new IllegalArgumentException("no flags " + flags);
        };
        // JMH reads this JVM's own output; the warning that the Vector API incubates goes nowhere
        program = new ProcessBuilder(flagged.command(FirstUse.class.getName(), work, model, checkpoint.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Starts a JVM and waits for its result. */
    @Benchmark
    public String start() throws IOException {
        Process process = program.start();
        running.add(process);
        String result = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (result == null) {
            throw new IOException("the program ended without a result; run it by hand: " + String.join(" ", program.command()));
        }
        return result;
    }

    /** Waits for the end of the JVM. */
    @TearDown(Level.Invocation)
    public void end() throws InterruptedException {
        for (Process process : running) {
            process.waitFor();
        }
        running.clear();
    }

    /** Deletes the model. */
    @TearDown
    public void tearDown() throws IOException {
        Files.delete(checkpoint);
    }
}
