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
        new ProgressLine(new PrintWriter(written, true), false, 80).onEpoch(EPOCH, 5);
        assertThat(written.toString().strip()).isEqualTo("epoch 2/5  loss 0.2500  accuracy 50.00 %  test loss 0.1250  "
                + "test accuracy 98.76 %  in 1:15  1,235 examples/s");
        assertThat(written.toString()).doesNotContain("\r").endsWith(System.lineSeparator());
    }

    private static Progress.Step step(int number) {
        return new Progress.Step(2, 5, number, 100, scores(0.5, 0.25), 1000, 3725);
    }

    /** The last line that a terminal of this width shows in the middle of an epoch. */
    private String shown(int width, int number) throws InterruptedException {
        ProgressLine line = new ProgressLine(new PrintWriter(written, true), true, width);
        Thread.sleep(120); // it shows ten lines a second at most
        line.onStep(step(number));
        return written.toString().substring(written.toString().lastIndexOf('\r') + 1);
    }

    @Test
    void onATerminalALineIsWrittenOver() throws InterruptedException {
        ProgressLine line = new ProgressLine(new PrintWriter(written, true), true, 100);
        Thread.sleep(120); // it shows ten lines a second at most
        line.onStep(step(7));
        line.onStep(step(8));
        line.onEpoch(EPOCH, 5);
        assertThat(written.toString().split("\r")).hasSize(3);
        assertThat(written.toString()).startsWith("\repoch 2/5 ━───────────────────   7 %  1:02:05 left  loss 0.5000  "
                + "accuracy 25.00 %  1,000 examples/s\repoch 2/5  loss 0.2500");
    }

    @Test
    void aLineIsNeverLongerThanTheTerminal() throws InterruptedException {
        assertThat(shown(200, 50)).isEqualTo("epoch 2/5 ━━━━━━━━━━━━━━━━────────────────  50 %  1:02:05 left  loss 0.5000  "
                + "accuracy 25.00 %  1,000 examples/s");
        assertThat(shown(80, 99)).hasSize(79).startsWith("epoch 2/5 ━━━━━━━━━━").contains("99 %  1:02:05 left  loss 0.5000  accuracy 25.00 %");
        assertThat(shown(45, 100)).hasSizeLessThan(45).isEqualTo("epoch 2/5 ━━━━━━━━━━━━━━ 100 %  1:02:05 left");
        assertThat(shown(20, 0)).isEqualTo("epoch 2/5 ────────   0 %");
    }

    @Test
    void aShorterLineCoversALongerOne() throws InterruptedException {
        ProgressLine line = new ProgressLine(new PrintWriter(written, true), true, 200);
        Thread.sleep(120);
        line.onStep(step(7));
        int length = written.toString().length() - 1;
        line.onEpoch(new History.Epoch(1, scores(1, 0.5), null, 1, 1, 1), 5);
        String last = written.toString().substring(written.toString().lastIndexOf('\r') + 1).replace(System.lineSeparator(), "");
        assertThat(last).hasSize(length).endsWith("1 examples/s" + " ".repeat(length - last.stripTrailing().length()));
    }

    @Test
    void theWidthIsThatOfTheShell() {
        assertThat(ProgressLine.widthOf("132")).isEqualTo(132);
        assertThat(ProgressLine.widthOf(null)).isEqualTo(80);
        assertThat(ProgressLine.widthOf("0")).isEqualTo(80);
        assertThat(ProgressLine.widthOf("wide")).isEqualTo(80);
    }

    private static Scores scores(double loss, double accuracy) {
        return new Scores(loss, Map.of("accuracy", accuracy));
    }
}
