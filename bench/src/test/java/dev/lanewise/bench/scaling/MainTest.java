package dev.lanewise.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says to words that it does not know. */
class MainTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            --seconds x;      --seconds: expected seconds, found x
            --seconds;        --seconds: expected seconds, found
            --threads 0;      --threads: expected a whole number from 1, found 0
            --models mlp,foo; --models: expected some of mlp,cnn,lstm,gpt, found mlp,foo
            --models ,;       --models: expected some of mlp,cnn,lstm,gpt, found
            --second 1;       there is no option --second
            """)
    void wrongWordsAreNamed(String words, String problem) {
        var err = new ByteArrayOutputStream();

        assertThat(Main.run(new PrintStream(err, true, StandardCharsets.UTF_8), words.split(" "))).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("bench/scaling: " + problem).hasLineCount(1);
    }
}
