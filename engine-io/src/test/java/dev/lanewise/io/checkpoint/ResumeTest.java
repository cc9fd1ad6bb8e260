package dev.lanewise.io.checkpoint;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.io.data.LabeledImages;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Accuracy;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.train.CheckpointStore;
import dev.lanewise.train.History;
import dev.lanewise.train.Progress;
import dev.lanewise.train.Trainer;
import dev.lanewise.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that goes on from a file ends like one that was never interrupted. */
class ResumeTest {

    @TempDir
    Path folder;

    @Test
    void theStoreIsFound() {
        assertThat(ServiceLoader.load(CheckpointStore.class)).singleElement().isInstanceOf(JsonCheckpointStore.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 10, 11, 17, 20, 21, 29})
    void goesOnExactlyWhereItWas(int stepsUntilInterruption) {
        Layer whole = CheckpointTest.network(7);
        History expected = trainer(whole, folder.resolve("whole")).fit(images(), epochs(3), batchSize(16));

        Layer interrupted = CheckpointTest.network(7);
        assertThatThrownBy(() -> trainer(interrupted, folder.resolve("part"))
                .progress(stopAfter(stepsUntilInterruption))
                .fit(images(), epochs(3), batchSize(16))).hasMessage("stop");

        Layer resumed = CheckpointTest.network(7);
        History found = trainer(resumed, folder.resolve("part")).resume().fit(images(), epochs(3), batchSize(16));
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
        assertThat(found.last().train()).isEqualTo(expected.last().train());
        assertThat(found.last().validation()).isEqualTo(expected.last().validation());
        assertThat(found.epochs()).hasSize(3);
    }

    @Test
    void groupsClippingAndAveragesGoOnToo() throws IOException {
        Layer whole = CheckpointTest.network(7);
        Optimizer wholeOptimizer = optimizer(whole);
        trainer(whole, wholeOptimizer, folder.resolve("whole")).fit(images(), epochs(2), batchSize(16));

        Layer interrupted = CheckpointTest.network(7);
        assertThatThrownBy(() -> trainer(interrupted, optimizer(interrupted), folder.resolve("part"))
                .progress(stopAfter(13)).fit(images(), epochs(2), batchSize(16))).hasMessage("stop");
        Layer resumed = CheckpointTest.network(7);
        Optimizer resumedOptimizer = optimizer(resumed);
        trainer(resumed, resumedOptimizer, folder.resolve("part")).resume().fit(images(), epochs(2), batchSize(16));
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
        assertThat(resumedOptimizer.withAverages(() -> resumed.parameters().fingerprint()))
                .isEqualTo(wholeOptimizer.withAverages(() -> whole.parameters().fingerprint()))
                .isNotEqualTo(whole.parameters().fingerprint());
        assertThat(new JsonCheckpointStore().load(folder.resolve("part").resolve("last.json")).optimizer().groups())
                .isEqualTo(wholeOptimizer.state().groups()).hasSize(1);

        Layer other = CheckpointTest.network(7);
        assertThatThrownBy(() -> trainer(other, Optimizer.of(other.parameters(), Adam.withLearningRate(0.01)), folder.resolve("part"))
                .resume().fit(images(), epochs(2), batchSize(16))).hasMessageContaining("average_decay");
    }

    private static Optimizer optimizer(Layer model) {
        Adam rule = Adam.withLearningRate(0.01);
        return Optimizer.of(model.parameters(), rule).group("*.bias", rule.weightDecay(0.1).learningRate(0.02))
                .clip(Clipping.globalNorm(0.5)).average(0.9);
    }

    @Test
    void theStateOfATrainingSurvives() throws IOException {
        Layer model = CheckpointTest.network(7);
        Trainer trainer = trainer(model, folder);
        assertThatThrownBy(() -> trainer.progress(stopAfter(15)).fit(images(), epochs(3), batchSize(16))).hasMessage("stop");
        TrainingState state = new JsonCheckpointStore().load(folder.resolve("last.json"));
        Path copy = folder.resolve("copy.json");
        Checkpoint.loadInto(folder.resolve("last.json"), model);
        new JsonCheckpointStore().save(copy, model, state);
        TrainingState again = new JsonCheckpointStore().load(copy);
        assertThat(again.position()).usingRecursiveComparison().isEqualTo(state.position());
        assertThat(again.generators()).isEqualTo(state.generators()).isNotEmpty();
        assertThat(again.history()).isEqualTo(state.history());
        assertThat(again.optimizer().rule()).isEqualTo("Adam");
        assertThat(again.optimizer().settings()).isEqualTo(state.optimizer().settings()).containsEntry("second_decay", 0.999);
        assertThat(again.optimizer().parameters().keySet()).isEqualTo(state.optimizer().parameters().keySet());
        state.optimizer().parameters().forEach((path, memory) -> {
            assertThat(again.optimizer().parameters().get(path).steps()).isEqualTo(memory.steps());
            memory.moments().forEach((name, values) -> assertThat(again.optimizer().parameters().get(path).moments().get(name).toArray())
                    .isEqualTo(values.toArray()));
        });
    }

    private static Trainer trainer(Layer model, Path folder) {
        return trainer(model, Optimizer.of(model.parameters(), Adam.withLearningRate(0.01)), folder);
    }

    private static Trainer trainer(Layer model, Optimizer optimizer, Path folder) {
        return Trainer.of(model, optimizer, Losses::crossEntropy)
                .validate(images().first(20))
                .metric(new Accuracy())
                .seed(5)
                .checkpoint(folder)
                .checkpointEvery(1);
    }

    private static Progress stopAfter(int steps) {
        return new Progress() {
            private int left = steps;

            @Override
            public void onStep(Step step) {
                if (left-- == 0) {
                    throw new IllegalStateException("stop");
                }
            }
        };
    }

    private static LabeledImages images() {
        Philox random = Philox.seeded(99);
        byte[] pixels = new byte[150 * 64];
        random.nextBytes(pixels);
        byte[] labels = new byte[150];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (Byte.toUnsignedInt(pixels[i * 64]) % 5);
        }
        return LabeledImages.grey(8, 8, pixels, labels, 5);
    }
}
