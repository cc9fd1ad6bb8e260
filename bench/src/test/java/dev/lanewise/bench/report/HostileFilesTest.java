package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.ProgramRun;
import dev.lanewise.random.Philox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a file holds, {@code bench/report} and {@code bench/regressions} print their tables, or end with 2 and one sentence that names the file. */
class HostileFilesTest {

    private static final Path GOOD = Path.of(Tools.resource("old.json"));

    @TempDir
    Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("hostile.json");
    }

    private ProgramRun refused(byte[] content) throws IOException {
        ProgramRun run = read("report", Files.write(file, content));
        assertThat(run.code()).as("%s", run).isEqualTo(2);
        return run;
    }

    /** Runs a tool on the file, and checks what holds for all files. */
    private static ProgramRun read(String tool, Path file) {
        ProgramRun run = tool.equals("report") ? Tools.run(tool, file.toString()) : Tools.run(tool, GOOD.toString(), file.toString());
        if (run.code() == 2) {
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).singleElement().asString().startsWith("bench/" + tool + ": " + file + ": ");
        } else {
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).doesNotContain("NaN", "Infinity", "null").endsWith("\n");
        }
        return run;
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(GOOD);
        int end = new String(good, StandardCharsets.ISO_8859_1).lastIndexOf(']');
        for (int length = 0; length <= end; length += 13) {
            refused(Arrays.copyOf(good, length));
        }
        refused(Arrays.copyOf(good, end));
        assertThat(read("report", Files.write(file, Arrays.copyOf(good, end + 1))).code()).isZero();
    }

    @Test
    void noChangedByteGoesThroughTheTools() throws IOException {
        byte[] good = Files.readAllBytes(GOOD);
        byte[] others = "0123456789.,:[]{}\"\\-+eENaN/ \n\0é|".getBytes(StandardCharsets.UTF_8);
        Philox random = Philox.seeded(1);
        int refused = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            byte[] bytes = good.clone();
            for (int change = 0; change <= run % 3; change++) {
                bytes[random.nextInt(bytes.length)] = others[random.nextInt(others.length)];
            }
            Files.write(file, bytes);
            refused += read("report", file).code() == 2 ? 1 : 0;
            read("regressions", file);
        }
        assertThat(refused).isBetween(runs / 10, runs - runs / 10); // both ways were seen
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            "ops/s", "rawData": [["NaN"]];                        B.c: expected a number from 0 on, found NaN; did the run fail?
            "ops/s", "rawData": [["+INF"]];                       B.c: expected a number, found +INF
            "us/op", "rawData": [[3, "Infinity"]];                B.c: expected a number from 0 on, found Infinity
            "us/op", "rawData": [[-1]];                           B.c: expected a number from 0 on, found -1
            "ops/s", "rawData": [[0]];                            B.c: expected a score above 0, found 0.0 ops/s; did the run fail?
            "us/op", "rawData": [[0.0]];                          B.c: expected a score above 0, found 0.0 us/op; did the run fail?
            "day/op", "rawData": [[1e308]];                       B.c: expected a score above 0, found 1.0E308 day/op; did the run fail?
            "us/op", "rawData": [[null]];                         B.c: expected a number, found null
            "us/op", "rawData": [[[1]]];                          B.c: expected a number, found [1]
            "us/op", "rawData": 7;                                B.c has no scores
            "us/op", "rawData": [[]];                             B.c has no scores
            "us/op", "rawDataHistogram": [[[]]];                  B.c has no scores
            "us/op", "rawDataHistogram": [[[[1, 0], [2, 0]]]];    B.c has an iteration without samples; measure longer
            "us/op", "rawDataHistogram": [[[["fast", 3]]]];       B.c: expected a number, found fast
            "parsec", "rawData": [[1]];                           expected a unit such as ops/s or us/op, found parsec
            [], "rawData": [[1]];                                 a result has no "scoreUnit"
            "a\\nb", "rawData": [[1]];                            expected a unit such as ops/s or us/op, found a b
            """)
    void wrongScoresAreNamed(String metric, String problem) throws IOException {
        assertThat(refused(result("a.B.c", "", "\"scoreUnit\": " + metric, "")).err()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            bench.TrainingStepBenchmark.step; "workload": "cnn/many";              TrainingStepBenchmark.step: expected a model and a batch size such as cnn/32, found cnn/many
            bench.PredictionBenchmark.predict; "workload": "cnn/999999999";     PredictionBenchmark.predict: 
            peak.CopyPeakBenchmark.copy;      "floats": "few";                     CopyPeakBenchmark.copy: expected the parameter floats as a whole number, found few
            peak.CopyPeakBenchmark.copy;      "threads": "1";                      CopyPeakBenchmark.copy: expected the parameter floats as a whole number, found nothing
            """)
    void wrongParametersAreNamed(String benchmark, String parameters, String problem) throws IOException {
        String gbyte = "\"gbyte\": {\"scoreUnit\": \"ops/s\", \"rawData\": [[1]]}";

        assertThat(refused(result(benchmark, parameters, "\"scoreUnit\": \"us/op\", \"rawData\": [[1]]", gbyte)).err()).contains(problem);
    }

    @Test
    void aRateOrAnAllocationThatIsNoNumberIsNamed() throws IOException {
        for (String metric : new String[] {"gflop", "gbyte", "gc.alloc.rate.norm"}) {
            String others = "\"" + metric + "\": {\"scoreUnit\": \"ops/s\", \"rawData\": [[\"NaN\"]]}";
            assertThat(refused(result("a.B.c", "", "\"scoreUnit\": \"us/op\", \"rawData\": [[1]]", others)).err()).contains("found NaN");
        }
    }

    @Test
    void twoFilesInOneAreRefused() throws IOException {
        String good = Files.readString(GOOD);

        assertThat(refused((good + good).getBytes(StandardCharsets.UTF_8)).err()).contains("are these two files in one?");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        byte[] noise = new byte[1000];
        Philox.seeded(2).nextBytes(noise);
        refused(noise);
        refused(new byte[1000]);
        refused("[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        refused("[{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        refused(("[" + "9".repeat(100_000) + "]").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFolderIsRefused() {
        assertThat(read("report", folder).err()).contains("is a folder; expected a file");
        assertThat(read("regressions", folder).code()).isEqualTo(2);
    }

    private static byte[] result(String benchmark, String parameters, String metric, String others) {
        return """
                [{"benchmark": "%s", "mode": "thrpt", "params": {%s}, "primaryMetric": {%s}, "secondaryMetrics": {%s}}]
                """.formatted(benchmark, parameters, metric, others).getBytes(StandardCharsets.UTF_8);
    }
}
