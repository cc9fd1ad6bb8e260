package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTableTest {

    private final ProgramRun run = Tools.run("report", Tools.resource("old.json"));

    @Test
    void bytesAreAShareOfTheCopyNearestInSize() {
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .contains("| Elementwise.forward | op=relu, floats=16384, threads=1 | 5.00 µs | 1 % | 25.0 GB/s | 50 % | 0 B |")
                .contains("| Elementwise.forward | op=relu, floats=8388608, threads=1 | 8.00 ms | 0 % | 8.00 GB/s | 80 % | 1.00 KiB |");
    }

    @Test
    void operationsAreAShareOfTheMultiplyAddsWithAsManyThreads() {
        assertThat(run.out().lines())
                .contains("| MatrixProduct.multiply | shape=NN_64x64x64, threads=1 | 5.87 µs | 1 % | 89.5 GFLOP/s | 90 % | – |")
                .contains("| MatrixProduct.multiply | shape=NN_64x64x64, threads=2 | 5.87 µs | 1 % | 89.5 GFLOP/s | – | – |")
                .contains("Some shares are missing: measure \"Peak\" in the same run, with the same numbers of threads.");
    }

    @Test
    void peaksAreNoShareOfThemselves() {
        assertThat(run.out().lines())
                .contains("| MultiplyAddPeak.multiplyAdd | threads=1 | 1.00 ms | 0 % | 100 GFLOP/s | – | – |")
                .contains("| CopyPeak.copy | floats=16384, threads=1 | 1.11 ms | 0 % | 50.0 GB/s | – | – |");
    }

    @Test
    void sampledTimesHaveTheMedianOfTheirIterations() {
        // the iterations' medians are 49, 48 and 50 µs; the model takes 1,819,776 operations
        assertThat(run.out().lines()).contains("| Prediction.predict | workload=cnn | 49.0 µs | 2 % | 37.1 GFLOP/s | 37 % | – |");
    }

    @Test
    void aTrainingStepCountsAsThreePassesForward(@TempDir Path folder) throws IOException {
        // 784·32 + 32·10 multiply-adds and 32 comparisons for each of 128 samples
        Path file = Files.writeString(folder.resolve("steps.json"), """
                [{"benchmark": "a.TrainingStepBenchmark.step", "mode": "sample", "params": {"workload": "mlp32/128", "threads": "2"},
                  "primaryMetric": {"scoreUnit": "us/op", "rawDataHistogram": [[[[1000, 1]]]]}, "secondaryMetrics": {}},
                 {"benchmark": "a.TrainingStepBenchmark.step", "mode": "sample", "params": {"workload": "gone/128", "threads": "2"},
                  "primaryMetric": {"scoreUnit": "us/op", "rawDataHistogram": [[[[1000, 1]]]]}, "secondaryMetrics": {}}]
                """);

        assertThat(Tools.run("report", file.toString()).out())
                .contains("| TrainingStep.step | workload=mlp32/128, threads=2 | 1.00 ms | 0 % | 19.5 GFLOP/s | – | – |")
                .contains("| TrainingStep.step | workload=gone/128, threads=2 | 1.00 ms | 0 % | – | – | – |");
    }

    @Test
    void namesThePlatform() {
        assertThat(run.out()).startsWith("OpenJDK 64-Bit Server VM 25.0.3+9-LTS, JMH 1.37\n");
    }

    @Test
    void withoutPeaksAndProfilerItSaysWhatToMeasure(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("few.json"), """
                [{"benchmark": "a.SoftmaxBenchmark.forward", "mode": "thrpt",
                  "primaryMetric": {"scoreUnit": "ops/s", "rawData": [[4.0]]},
                  "secondaryMetrics": {"gbyte": {"scoreUnit": "ops/s", "rawData": [[0.25]]}}}]
                """);

        String out = Tools.run("report", file.toString()).out();

        assertThat(out)
                .contains("| Softmax.forward |  | 250 ms | 0 % | 250 MB/s | – | – |")
                .contains("Some shares are missing: measure \"Peak\" in the same run")
                .contains("Nothing is known of allocation: measure with -prof gc.");
    }
}
