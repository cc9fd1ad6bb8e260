package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private static final String OLD = Tools.resource("old.json");
    private static final String NEW = Tools.resource("new.json");

    @TempDir
    Path folder;

    @Test
    void aRegressionIsPrintedAndIsExitCode1() {
        ProgramRun run = Tools.run("regressions", OLD, NEW);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .contains("## Slower")
                .contains("| Elementwise.forward | op=relu, floats=16384, threads=1 | 5.00 µs | 5.56 µs | +11 % | 25.0 ns, 30.9 ns |")
                .contains("## Allocates more")
                .contains("| Elementwise.forward | op=relu, floats=16384, threads=1 | 0 B | 64.0 KiB | × 655520 | 0 B, 0 B |")
                .contains("| Elementwise.forward | op=relu, floats=8388608, threads=1 | 8.00 ms | 4.00 ms | -50 % | 0 ns, 0 ns |")
                .contains("| MultiplyAddPeak.multiplyAdd | threads=1 | 1.00 ms | 1.25 ms | +25 % | 0 ns, 0 ns |")
                .contains("- Pooling.forward ")
                .contains("- Softmax.forward ");
        assertThat(run.out()).contains("Of 7 results in both files 1 became slower and 1 faster, 1 allocate more and 1 less.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "regressions"})
    void helpNamesTheFiles(String tool) {
        ProgramRun run = Tools.run(tool, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("bench/" + tool + " ");
    }

    @Test
    void noRegressionIsExitCode0() {
        ProgramRun run = Tools.run("regressions", OLD, OLD);

        assertThat(run.code()).isZero();
        assertThat(run.out()).doesNotContain("## Slower").contains("0 became slower and 0 faster");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "report", "report a b", "regressions a", "regressions a b c", "other a b"})
    void wrongUsageIsExitCode2AndOneSentence(String arguments) {
        ProgramRun run = Tools.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().startsWith("bench/").contains("expected").contains(".json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ``;                                                             the file is empty
            [{"benchmark": "a.B.c";                                         this is not JSON, or not all of it
            # JMH version: 1.37;                                            this is not JSON, or not all of it
            {"benchmark": 3};                                               expected a list of at least one result
            [];                                                             expected a list of at least one result
            [7];                                                            expected a result as an object
            [{"mode": "thrpt"}];                                            a result has no "benchmark"
            [{"benchmark": "a.B.c", "mode": "thrpt"}];                      expected "secondaryMetrics" of B.c as an object
            [{"benchmark": "a.B.c", "mode": "thrpt", "secondaryMetrics": {}, "primaryMetric": {"scoreUnit": "ops/s", "rawData": []}}]; B.c has no scores
            [{"benchmark": "a.B.c", "mode": "thrpt", "secondaryMetrics": {}, "primaryMetric": {"scoreUnit": "ops/s", "rawData": [["fast"]]}}]; B.c: expected a number, found fast
            [{"benchmark": "a.B.c", "mode": "thrpt", "secondaryMetrics": {}, "primaryMetric": {"scoreUnit": "m/s", "rawData": [[1]]}}]; expected a unit such as ops/s or us/op, found m/s
            """)
    void whatIsNoResultFileIsExitCode2AndOneSentence(String content, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"), content);

        ProgramRun run = Tools.run("regressions", OLD, file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().startsWith("bench/regressions: " + file + ": ").contains(problem);
    }

    @Test
    void aMissingFileIsExitCode2() {
        ProgramRun run = Tools.run("report", folder.resolve("none.json").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("none.json: there is no such file");
    }

    @Test
    void aResultMayNotOccurTwice() throws IOException {
        String once = "{\"benchmark\": \"a.B.c\", \"mode\": \"thrpt\", \"secondaryMetrics\": {}, "
                + "\"primaryMetric\": {\"scoreUnit\": \"ops/s\", \"rawData\": [[1]]}}";
        Path file = Files.writeString(folder.resolve("twice.json"), "[" + once + "," + once + "]");

        assertThat(Tools.run("report", file.toString()).err()).contains("B.c () occurs twice");
    }
}
