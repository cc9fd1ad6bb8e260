package dev.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.bench.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    static final String FIGURES = """
            # A processor, 2 processors
            ! dl4j: not built
            train/cnn/32 lanewise threads 1 round 1 seconds 0.002 p10 0.0019 p90 0.0021 runs 11
            train/cnn/32 libtorch threads 1 round 1 seconds 0.006 p10 0.0055 p90 0.007 runs 5
            train/cnn/32 lanewise threads 1 round 2 seconds 0.004 p10 0.0039 p90 0.0041 runs 7
            train/cnn/32 libtorch threads 1 round 2 seconds 0.008 p10 0.0075 p90 0.009 runs 3
            train/cnn/32 lanewise threads 1 round 3 seconds 0.002 p10 0.0019 p90 0.0021 runs 11
            train/cnn/32 libtorch threads 1 round 3 seconds 0.005 p10 0.0045 p90 0.007 runs 5
            train/cnn/32 lanewise threads 2 round 1 seconds 0.001 p10 0.001 p90 0.001 runs 13
            product/NT_64x784x128 lanewise threads 1 round 1 seconds 1.28E-4 p10 1.0E-4 p90 2.0E-4 runs 17
            product/NT_64x784x128 mkl threads 1 round 1 seconds 6.4E-5 p10 6.0E-5 p90 7.0E-5 runs 19
            """;

    @TempDir
    Path folder;

    @Test
    void linesAreWrittenAsTheyAreRead() throws IOException {
        assertThat(results(FIGURES).lines()).isEqualTo(FIGURES);
    }

    @Test
    void ratiosAreOfOneRoundEach() throws IOException {
        Results results = results(FIGURES);
        Results.Row row = results.rows().getFirst();

        assertThat(results.rows()).hasSize(3);
        assertThat(results.ratios(row, "libtorch")).containsExactly(3.0, 2.0, 2.5);
        assertThat(new Sample(results.ratios(row, "libtorch"))).isEqualTo(Sample.of(2, 2.5, 3));
        assertThat(results.seconds(row, "libtorch")).isEqualTo(0.006);
        assertThat(results.ratios(row, "mkl")).isEmpty();
        assertThat(results.seconds(row, "mkl")).isNaN();
    }

    @Test
    void aWrongLineIsNamed() {
        assertThatThrownBy(() -> results(FIGURES + "train/cnn/32 lanewise 7\n")).isInstanceOf(IOException.class)
                .hasMessageContaining("line 12").hasMessageContaining("expected \"WORKLOAD ENGINE threads N");
    }

    @Test
    void theTableHasTimesRatiosAndSpread() throws IOException {
        String table = RatioTable.of(results(FIGURES), "chart.svg");

        assertThat(table.lines())
                .contains("| workload | threads | lanewise | libtorch | fastest other / ours |")
                .contains("| train/cnn/32 | 1 | 2.00 ms | 6.00 ms, 2.50 × (2.00–3.00) | **2.50 ×** |")
                .contains("| train/cnn/32 | 2 | 1.00 ms | – | – |")
                .contains("| workload | threads | lanewise | mkl | fastest other / ours |")
                .contains("| product/NT_64x784x128 | 1 | 128 µs, 100 GFLOP/s | 64.0 µs, 0.50 × (0.50–0.50) | **0.50 ×** |")
                .contains("- dl4j: not built")
                .contains("A processor, 2 processors");
    }

    @Test
    void theChartHasABarForEachEngineOnItsSideOfOne() throws Exception {
        String chart = RatioChart.of(results(FIGURES));

        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.getBytes(StandardCharsets.UTF_8)));
        var bars = document.getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(2 + 2); // two in the legend
        assertThat(chart).contains("<title>libtorch 2.50</title>").contains("<title>mkl 0.50</title>");
        // 1 stands a third of the way from 1/4 to 16: 230 + 520/3
        assertThat(chart).contains("x=\"403.3\" y=\"64.0\"").contains("x=\"316.7\"");
    }

    private Results results(String text) throws IOException {
        return Results.read(Files.writeString(folder.resolve("figures.txt"), text));
    }
}
