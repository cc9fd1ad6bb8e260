package dev.lanewise.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.ProgramRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says to its words, and the figures in its table. */
class MainTest {

    private static String run(String... words) {
        return ProgramRun.of((out, err) -> Main.run(out, err, words)).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            --seconds x;      --seconds: expected seconds, found x
            --seconds;        --seconds: expected seconds, found
            --rounds 0;       --rounds: expected a whole number from 1, found 0
            --threads 0;      --threads: expected a whole number from 1, found 0
            --models mlp,foo; --models: expected some of mlp,cnn,lstm,gpt, found mlp,foo
            --models ,;       --models: expected some of mlp,cnn,lstm,gpt, found
            --svg;            --svg: expected a file, found nothing
            --second 1;       there is no option --second
            """)
    void wrongWordsAreNamed(String words, String problem) {
        assertThat(run(words.split(" "))).startsWith("2 bench/scaling: " + problem).hasLineCount(1);
    }

    @Test
    void helpListsTheOptions() {
        assertThat(run("--help")).startsWith("0 bench/scaling [OPTIONS]").contains("--rounds N");
    }

    @Test
    void aChartThatCannotBeWrittenIsFoundBeforeAnythingIsMeasured(@TempDir Path folder) {
        assertThat(run("--svg", folder.resolve("none/chart.svg").toString())).startsWith("1 bench/scaling: ").contains("none").hasLineCount(1);
    }

    @Test
    void figuresAreMediansWithTheirSpread() {
        Row row = new Row(Workload.of("mlp").getFirst());
        row.add(new double[] {100, 150});
        row.add(new double[] {50, 100});
        row.add(new double[] {200, 200});

        assertThat(row.cells(2)).containsExactly("mlp", "batch", "1", "256", "1", "100.0 (50.0–200.0)", "150.0 (100.0–200.0)", "1.50 (1.00–2.00)");
    }
}
