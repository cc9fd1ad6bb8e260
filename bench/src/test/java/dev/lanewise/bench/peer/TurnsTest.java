package dev.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {

    @TempDir
    Path folder;

    @Test
    void aTrainingStepIsPreparedByItsFirstLossesAndMeasured() throws Exception {
        TensorFile.write(folder, "some-3", List.of(new TensorFile.Entry("weight", new long[] {5, 7}, new float[35])));

        List<String> answers = answers("prepare train/some/3\nmeasure 0.01\n");

        assertThat(answers).first().isEqualTo("@ready 35 1.0 2.0 3.0");
        assertThat(answers.get(1)).startsWith("@time ");
        Measurement measured = Measurement.answered(Workload.of("train/some/3"), "fake", 2, 3, answers.get(1).substring(1));
        assertThat(measured.runs()).isPositive();
        assertThat(measured.low()).isLessThanOrEqualTo(measured.seconds());
        assertThat(measured.seconds()).isLessThanOrEqualTo(measured.high());
    }

    @Test
    void whatGoesWrongIsAnAnswer() throws Exception {
        assertThat(answers("measure 1\nprepare train/none/1\nprepare product/NN_2x3x5\nprepare train/cnn\n"))
                .satisfiesExactly(
                        answer -> assertThat(answer).startsWith("@cannot ").contains("nothing is prepared"),
                        answer -> assertThat(answer).startsWith("@cannot ").contains("none-1"),
                        answer -> assertThat(answer).isEqualTo("@cannot it has no products"),
                        answer -> assertThat(answer).startsWith("@cannot ").contains("\"train/cnn\" is no workload"));
    }

    private List<String> answers(String requests) throws Exception {
        var out = new ByteArrayOutputStream();
        Turns.serve(TurnsTest::fake, folder, new StringReader(requests), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** An engine whose loss is the number of its steps. */
    private static Peer.Job fake(Workload workload, List<TensorFile.Entry> tensors) {
        if (workload.isProduct()) {
            throw new UnsupportedOperationException("it has no products");
        }
        return new Peer.Job() {

            private int steps;

            @Override
            public long parameters() {
                return tensors.getFirst().values().length;
            }

            @Override
            public float[] values() {
                return new float[] {++steps};
            }

            @Override
            public void run() {
                steps++;
            }
        };
    }
}
