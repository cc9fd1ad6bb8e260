package dev.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to wrong arguments before JMH runs; no benchmark runs here. */
class RunTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            --nonsense;                nonsense is not a recognized option
            -f many;                   many
            Elementwise -prof;         prof
            NoSuchBenchmark;           no benchmark has a name in which NoSuchBenchmark is found
            Peak|( -f 1;               no regular expression: Peak|(
            """)
    void wrongArgumentsAreExitCode2AndOneSentence(String arguments, String problem) {
        ProgramRun run = ProgramRun.of((out, err) -> Run.check(out, err, arguments.split(" ")));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().startsWith("bench/run: ").contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-l", "-lp", "-h", "Peak -f 1 -prof gc -p threads=1 -rf json -rff result.json", "kernel.Softmax -e forwardAndBackward"})
    void whatJmhKnowsIsLeftToIt(String arguments) {
        assertThat(ProgramRun.of((out, err) -> Run.check(out, err, arguments.split(" ")))).isEqualTo(new ProgramRun(0, "", ""));
    }

    @Test
    void helpNamesTheToolsThatBelongTogether() {
        assertThat(ProgramRun.of((out, err) -> Run.check(out, err, "--help")).out()).startsWith("bench/run [REGEXP]").contains("bench/report");
    }
}
