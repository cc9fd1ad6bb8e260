package dev.lanewise.samebits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.ForkedJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Decision 6: the same bits for any number of threads, any width of vectors, and without vectors. Each width in a JVM of its own. */
class SameBitsTest {

    private static final List<List<String>> MACHINES = List.of(
            List.of("-Dlanewise.vectorBits=512"),
            List.of("-Dlanewise.vectorBits=256"),
            List.of("-Dlanewise.vectorBits=128"),
            List.of("-Dlanewise.kernels=scalar"),
            List.of("-XX:UseAVX=2"));

    @Test
    void weightsAndPredictionsHaveTheSameBitsEverywhere() throws Exception {
        Map<String, Map<String, List<String>>> whereByBits = new TreeMap<>();
        for (List<String> flags : MACHINES) {
            for (String line : run(flags)) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ", 3);
                    assertThat(words).as(line).hasSize(3);
                    assertThat(words[2]).doesNotContain("differs");
                    whereByBits.computeIfAbsent(words[0], name -> new TreeMap<>())
                            .computeIfAbsent(words[2], bits -> new ArrayList<>())
                            .add(words[1] + " threads " + flags);
                }
            }
        }
        assertThat(whereByBits).containsOnlyKeys("cnn", "mlp", "images", "signals", "pooled", "transformer", "sequences", "texts", "table", "prediction");
        whereByBits.forEach((name, where) -> {
            assertThat(where).as("%s: bits and where they came out", name).hasSize(1);
            assertThat(where.values().iterator().next()).hasSize(4 * MACHINES.size());
        });
    }

    private static List<String> run(List<String> flags) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(flags);
        all.addFirst(ForkedJvm.VECTORS);
        return ForkedJvm.run(SameBitsProgram.class, all).lines()
                .filter(line -> line.matches("(cnn|mlp|images|signals|pooled|transformer|sequences|texts|table|prediction) .*")).toList();
    }
}
