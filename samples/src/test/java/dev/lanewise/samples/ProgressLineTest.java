package dev.lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.train.History;
import dev.lanewise.train.Progress;
import dev.lanewise.train.Scores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final History.Epoch EPOCH = new History.Epoch(2, scores(0.25, 0.5), scores(0.125, 0.9876), 75.4, 1234.5, 0.001);

    private final StringWriter written = new StringWriter();

    @Test
    void elsewhereThanOnATerminalThereArePlainLines() {
        new ProgressLine(new PrintWriter(written, true), false).onEpoch(EPOCH, 5);
        assertThat(written.toString().strip()).isEqualTo("epoch 2/5  loss 0.2500  accuracy 50.00 %  test loss 0.1250  "
                + "test accuracy 98.76 %  in 1:15  1,235 images/s");
        assertThat(written.toString()).doesNotContain("\r").endsWith(System.lineSeparator());
    }

    @Test
    void onATerminalALineIsWrittenOver() throws InterruptedException {
        ProgressLine line = new ProgressLine(new PrintWriter(written, true), true);
        Thread.sleep(120); // it shows ten lines a second at most
        line.onStep(new Progress.Step(2, 5, 7, 100, scores(0.5, 0.25), 1000, 3725));
        line.onStep(new Progress.Step(2, 5, 8, 100, scores(0.5, 0.25), 1000, 3725));
        line.onEpoch(EPOCH, 5);
        assertThat(written.toString().split("\r")).hasSize(3);
        assertThat(written.toString()).startsWith("\repoch 2/5  step 7/100  loss 0.5000  accuracy 25.00 %  1,000 images/s  1:02:05 left\r");
    }

    private static Scores scores(double loss, double accuracy) {
        return new Scores(loss, Map.of("accuracy", accuracy));
    }
}
