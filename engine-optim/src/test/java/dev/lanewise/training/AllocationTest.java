package dev.lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.kernel.ForkedJvm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A warm engine allocates next to nothing. In a JVM of its own, where no other thread allocates. */
class AllocationTest {

    @Test
    void aWarmStepAndAWarmPredictionAllocateNextToNothing() throws Exception {
        String output = run(AllocationProgram.class);
        assertThat(bytes(output)).containsOnlyKeys("cnn-step-1", "cnn-step-2", "cnn-prediction-1", "cnn-prediction-2");
        requireBars(output, AllocationProgram.PREDICTION_BAR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm gru bidirectional-classifier", "transformer-language-model"})
    void sequencesToo(String models) throws Exception {
        String[] names = models.split(" ");
        String output = run(SequenceAllocationProgram.class, names);
        assertThat(bytes(output)).hasSize(2 * names.length);
        requireBars(output, SequenceAllocationProgram.PREDICTION_BAR);
    }

    private static void requireBars(String output, long predictionBar) {
        bytes(output).forEach((what, most) -> assertThat(most).as("bytes of %s in%n%s", what, output)
                .isLessThan(what.contains("step") ? AllocationProgram.STEP_BAR : predictionBar));
    }

    private static String run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        return ForkedJvm.run(program, List.of(ForkedJvm.VECTORS, "-Xmx1g"), arguments);
    }

    private static Map<String, Long> bytes(String output) {
        Map<String, Long> bytes = new TreeMap<>();
        output.lines().filter(line -> line.matches("[a-z-]+(step|prediction)(-\\d)? -?\\d+")).map(line -> line.split(" ", 2))
                .forEach(words -> bytes.put(words[0], Long.valueOf(words[1])));
        return bytes;
    }
}
