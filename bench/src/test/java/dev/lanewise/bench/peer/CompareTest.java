package dev.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.bench.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {

    private static final Workload TRAINING = Workload.of("train/cnn/32");

    @TempDir
    Path folder;

    @Test
    void tableAndChartComeFromTheFiguresOfAnEarlierRun() throws IOException {
        Path figures = Files.writeString(folder.resolve("figures.txt"), ResultsTest.FIGURES);
        Path document = Files.writeString(folder.resolve("doc.md"), "before\n" + Markers.BEGIN + "\nold\n" + Markers.END + "\nafter\n");

        assertThat(run("--from", figures.toString(), "--out", document.toString())).startsWith("0 Table: ");

        assertThat(Files.readString(document)).startsWith("before\n" + Markers.BEGIN + "\nA processor").endsWith(Markers.END + "\nafter\n")
                .contains("(doc.svg)").contains("2.50 × (2.00–3.00)").doesNotContain("old");
        assertThat(folder.resolve("doc.svg")).content().startsWith("<svg ");
    }

    @Test
    void aDocumentWithoutMarkersIsNotTouched() throws IOException {
        Path figures = Files.writeString(folder.resolve("figures.txt"), ResultsTest.FIGURES);
        Path document = Files.writeString(folder.resolve("doc.md"), "mine\n");

        assertThat(run("--from", figures.toString(), "--out", document.toString())).startsWith("1 bench/compare: ").contains(Markers.BEGIN);
        assertThat(document).hasContent("mine\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            --rounds;                    --rounds is unknown or has no value
            --turns 3;                   there is no option --turns
            --rounds 0;                  --rounds: expected a whole number from 1, found 0
            --seconds long;              --seconds: expected seconds, found long
            --threads 1,x;               --threads: expected a whole number from 1, found x
            --workloads W9;              "W9" is no workload
            --workloads product/NN_2x3;  "product/NN_2x3" is no workload
            --workloads product/NN_2x3x0; "product/NN_2x3x0" is no workload
            --workloads attention;       "attention" is no workload
            --workloads train/cnn/0;     "train/cnn/0" is no workload
            --workloads train/cnn;       "train/cnn" is no workload
            --workloads predict/vgg/1;   --workloads: there is no model vgg; there are bilstm, cnn, cnn224,
            --engines torch;             there is no engine torch; there are libtorch
            """)
    void wrongUsageIsExitCode2AndOneSentence(String arguments, String problem) {
        assertThat(run(arguments.split(" ", -1))).startsWith("2 bench/compare: ").contains(problem).hasLineCount(1);
    }

    @Test
    void aMissingFileIsExitCode1AndNothingIsWritten() {
        assertThat(run("--from", "nowhere.txt", "--out", folder.resolve("doc.md").toString()))
                .startsWith("1 bench/compare: nowhere.txt: there is no such file").hasLineCount(1);
        assertThat(folder).isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("doc"));
    }

    @Test
    void helpListsTheOptions() {
        assertThat(run("--help")).startsWith("0 bench/compare [OPTIONS]").contains("--workloads");
    }

    @Test
    void groupsStandForTheirWorkloads() {
        Settings settings = Settings.of(folder, "--workloads", "W5,product/TN_2x3x5,W1");

        assertThat(settings.workloads().stream().map(Workload::toString)).containsExactly(
                "train/mlp32/128", "train/mlp512/128", "product/TN_2x3x5", "train/cnn/32", "train/cnn/128");
        assertThat(settings.processes()).hasSize(5);
        assertThat(settings.out()).isEqualTo(folder.resolve("bench/target/compare/table.md")); // not what is recorded
        assertThat(settings.chart()).isEqualTo(folder.resolve("bench/target/compare/table.svg"));
        assertThat(settings.raw()).isEqualTo(folder.resolve("bench/target/compare/table.txt"));
        Settings recorded = Settings.of(folder, "--out", folder.resolve("docs/PERFORMANCE.md").toString());
        assertThat(recorded.chart()).isEqualTo(folder.resolve("docs/PERFORMANCE.svg"));
        assertThat(recorded.raw()).isEqualTo(folder.resolve("bench/target/compare/PERFORMANCE.txt"));
    }

    @Test
    void anotherModelIsFoundOut() throws Exception {
        Compare.Answer ours = Compare.Answer.of("ready 35 2.5 2.25 2.0");

        assertThatCode(() -> ours.check(Compare.Answer.of("ready 35 2.5001 2.2504 2.01"), TRAINING)).doesNotThrowAnyException();
        assertThatThrownBy(() -> ours.check(Compare.Answer.of("ready 36 2.5 2.25 2.0"), TRAINING)).hasMessageContaining("36 parameters, expected 35");
        assertThatThrownBy(() -> ours.check(Compare.Answer.of("ready 35 2.501 2.25 2.0"), TRAINING)).hasMessageContaining("the loss of the first step");
        assertThatThrownBy(() -> ours.check(Compare.Answer.of("ready 35 2.5 2.25 2.1"), TRAINING)).hasMessageContaining("the loss after step 2");
        Compare.Answer jumping = Compare.Answer.of("ready 35 2.5 14.2 8.0"); // what follows a jump is decided by rounding
        assertThatCode(() -> jumping.check(Compare.Answer.of("ready 35 2.5 14.21 9.0"), TRAINING)).doesNotThrowAnyException();
        assertThatThrownBy(() -> jumping.check(Compare.Answer.of("ready 35 2.5 12.7 8.0"), TRAINING)).hasMessageContaining("the loss after step 1");
        assertThatThrownBy(() -> ours.check(Compare.Answer.of("ready 35 NaN 2.25 2.0"), TRAINING)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Compare.Answer.of("ready 35 nan 2 2")).isInstanceOf(EngineProcess.EngineFailure.class).hasMessageContaining("35 nan 2 2");
        assertThatThrownBy(() -> Measurement.answered(TRAINING, "torch", 1, 1, "time inf 1 2 3")).isInstanceOf(EngineProcess.EngineFailure.class)
                .hasMessageContaining("time inf 1 2 3");
        assertThatThrownBy(() -> Measurement.answered(TRAINING, "dl4j", 1, 1, "time NaN 1 2 3")).isInstanceOf(EngineProcess.EngineFailure.class)
                .hasMessageContaining("time NaN 1 2 3");
        assertThatThrownBy(() -> ours.check(Compare.Answer.of("ready 35 2.5 2.25"), TRAINING)).hasMessageContaining("2 values, expected 3");
        assertThatThrownBy(() -> Compare.Answer.of("ready")).hasMessageContaining("expected \"ready PARAMETERS VALUES\"");
    }

    @Test
    void oursComputesAProductOfEveryLayout() throws Exception {
        for (String layout : new String[] {"NN", "NT", "TN", "TT"}) {
            Workload workload = Workload.of("product/" + layout + "_2x3x5");
            float[] values = Lanewise.job(workload).values();
            assertThat(values).hasSize(16);
            assertThat(values[0]).isCloseTo(first(workload), within(1e-6f));
        }
    }

    private static float first(Workload workload) {
        float[] left = Peer.Job.left(workload);
        float[] right = Peer.Job.right(workload);
        double sum = 0;
        for (int p = 0; p < 3; p++) {
            sum += (double) left[workload.leftTransposed() ? 2 * p : p] * right[workload.rightTransposed() ? p : 5 * p];
        }
        return (float) sum;
    }

    private String run(String... arguments) {
        return ProgramRun.of((out, err) -> Compare.run(out, err, folder, arguments)).toString();
    }
}
