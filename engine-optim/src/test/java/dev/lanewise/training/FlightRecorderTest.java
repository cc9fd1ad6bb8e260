package dev.lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ops of a training step in the Flight Recorder. */
class FlightRecorderTest {

    private static final String EVENT = "dev.lanewise.Op";
    private static final long CONVOLUTION = 2L * 5 * (9 * 11) * 7 * (2 * 3 * 3); // multiply and add, per output and weight
    private static final long PRODUCT = 2L * 5 * 140 * 3;

    @TempDir
    private Path directory;

    private final Tensor images = Batches.inputs(Shape.of(5, 2, 11, 13), 2);
    private final IntTensor labels = Batches.labels(5, 3, 3);

    private final Philox random = Philox.seeded(1);
    private final Conv2d convolution = Conv2d.of(2, 7, 3, random);
    private final Linear linear = Linear.of(7 * 4 * 5, 3, random);

    /** Layers one by one, where a {@link Sequential} fuses some. */
    private record Apart(Conv2d convolution, Linear linear) implements Layer {
        @Override
        public Tensor forward(Tensor x) {                                           // [n, 2, 11, 13]
            Tensor features = new Relu().forward(convolution.forward(x));           // [n, 7, 9, 11]
            Tensor pooled = new MaxPool2d(2).forward(features);                     // [n, 7, 4, 5]
            return linear.forward(new Flatten().forward(pooled));                   // [n, 3]
        }
    }

    @Test
    void aStepHasAnEventForEachOpForwardAndBackward() throws IOException {
        List<RecordedEvent> events = eventsOfAStep(new Apart(convolution, linear), true);
        assertThat(events).extracting(event -> event.getString("name")).containsExactly(
                "conv2d", "relu", "maxPool2d", "flatten", "linear", "softmaxCrossEntropy",
                "softmaxCrossEntropy backward", "linear backward", "flatten backward", "maxPool2d backward", "relu backward",
                "conv2d backward");
        assertThat(events).allSatisfy(FlightRecorderTest::hasShapesAndDuration);
        assertThat(named(events, "conv2d").getLong("flops")).isEqualTo(CONVOLUTION);
        assertThat(named(events, "conv2d backward").getLong("flops")).isEqualTo(2 * CONVOLUTION);
        assertThat(named(events, "conv2d").getString("shapes"))
                .startsWith("[5, 2, 11, 13] [7, 2, 3, 3]").endsWith("→ [5, 7, 9, 11]");
        assertThat(named(events, "linear").getLong("flops")).isEqualTo(PRODUCT);
        assertThat(named(events, "linear backward").getLong("flops")).isEqualTo(2 * PRODUCT);
        assertThat(named(events, "linear").getString("shapes")).startsWith("[5, 140] [3, 140]").endsWith("→ [5, 3]");
    }

    @Test
    void fusedOpsCountTheirFlopsToo() throws IOException {
        Layer fused = Sequential.of(convolution, new Relu(), new MaxPool2d(2), new Flatten(), linear);
        List<RecordedEvent> events = eventsOfAStep(fused, true);
        assertThat(events).allSatisfy(FlightRecorderTest::hasShapesAndDuration);
        assertThat(events.stream().mapToLong(event -> event.getLong("flops")).sum())
                .as("forward and backward").isGreaterThanOrEqualTo(3 * (CONVOLUTION + PRODUCT));
    }

    @Test
    void withoutBeingAskedForThereAreNone() throws IOException {
        assertThat(eventsOfAStep(new Apart(convolution, linear), false)).isEmpty();
    }

    @Test
    void aPredictionHasTheShapesOfAllInputsToo() throws IOException {
        Layer model = new Apart(convolution, linear);
        List<RecordedEvent> events = eventsOf(() -> model.forward(images), true);
        assertThat(events).extracting(event -> event.getString("name"))
                .containsExactly("conv2d", "relu", "maxPool2d", "flatten", "linear");
        assertThat(named(events, "conv2d").getString("shapes")).isEqualTo("[5, 2, 11, 13] [7, 2, 3, 3] [7] → [5, 7, 9, 11]");
        assertThat(named(events, "relu").getString("shapes")).isEqualTo("[5, 7, 9, 11] → [5, 7, 9, 11]");
        assertThat(named(events, "linear").getString("shapes")).isEqualTo("[5, 140] [3, 140] [3] → [5, 3]");
    }

    private static void hasShapesAndDuration(RecordedEvent event) {
        assertThat(event.getString("shapes")).contains("[5, ").contains("→");
        assertThat(event.getDuration()).as(event.getString("name")).isPositive();
    }

    private List<RecordedEvent> eventsOfAStep(Layer model, boolean enabled) throws IOException {
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3));
        return eventsOf(() -> Batches.step(model, optimizer, images, labels), enabled);
    }

    private List<RecordedEvent> eventsOf(Runnable work, boolean enabled) throws IOException {
        try (var recording = new Recording()) {
            if (enabled) {
                recording.enable(EVENT).withoutThreshold();
            }
            recording.start();
            work.run();
            recording.stop();
            Path file = directory.resolve("step.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(EVENT))
                    .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                    .toList();
        }
    }

    private static RecordedEvent named(List<RecordedEvent> events, String name) {
        List<RecordedEvent> found = events.stream().filter(event -> event.getString("name").equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }
}
