package dev.lanewise.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says to its words; what an earlier run wrote stays until the words are right. */
class ColdStartTest {

    @TempDir
    Path folder;

    private String run(String... words) {
        return ProgramRun.of((out, err) -> ColdStart.run(out, err, folder, folder, words)).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            many; STARTS: expected a whole number from 1, found many
            0;    STARTS: expected a whole number from 1, found 0
            3 5;  expected at most the number of starts, found 3 5
            """)
    void wrongWordsAreNamed(String words, String problem) throws IOException {
        Path earlier = Files.writeString(folder.resolve("earlier"), "");
        assertThat(run(words.split(" "))).startsWith("2 bench/cold-start: " + problem).hasLineCount(1);
        assertThat(earlier).exists();
    }

    @Test
    void helpSaysWhatTheNumberIs() {
        assertThat(run("--help")).startsWith("0 bench/cold-start [STARTS]");
    }
}
