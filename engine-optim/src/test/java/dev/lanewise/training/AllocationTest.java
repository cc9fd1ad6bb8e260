package dev.lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A warm engine allocates next to nothing. In a JVM of its own, where no other thread allocates. */
class AllocationTest {

    @Test
    void aWarmStepAndAWarmPredictionAllocateNextToNothing() throws Exception {
        Map<String, Long> bytes = run();
        assertThat(bytes).containsOnlyKeys("step-1", "step-2", "prediction-1", "prediction-2");
        assertThat(bytes.get("step-1")).as("bytes a step, one thread").isLessThan(AllocationProgram.STEP_BAR);
        assertThat(bytes.get("step-2")).as("bytes a step, two threads").isLessThan(AllocationProgram.STEP_BAR);
        assertThat(bytes.get("prediction-1")).as("bytes a prediction, one thread").isLessThan(AllocationProgram.PREDICTION_BAR);
        assertThat(bytes.get("prediction-2")).as("bytes a prediction, two threads").isLessThan(AllocationProgram.PREDICTION_BAR);
    }

    private static Map<String, Long> run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-Xmx1g",
                "-cp", System.getProperty("java.class.path"), AllocationProgram.class.getName())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        Map<String, Long> bytes = new TreeMap<>();
        output.lines().filter(line -> line.matches("(step|prediction)-\\d \\d+")).map(line -> line.split(" ", 2))
                .forEach(words -> bytes.put(words[0], Long.valueOf(words[1])));
        return bytes;
    }
}
