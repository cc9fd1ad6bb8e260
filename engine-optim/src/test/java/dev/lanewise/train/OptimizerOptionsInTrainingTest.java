package dev.lanewise.train;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.loss.Losses;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Clipping;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.ReduceOnPlateau;
import dev.lanewise.optim.Schedule;
import dev.lanewise.optim.Sgd;
import dev.lanewise.random.Philox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules that hear scores, accumulated gradients and averaged weights, in the training loop. */
class OptimizerOptionsInTrainingTest {

    private static final Blobs TRAIN = Blobs.of(48, 1);
    private static final Blobs TEST = Blobs.of(40, 2);

    @TempDir
    private Path directory;

    private final MemoryStore store = new MemoryStore();

    private static Layer model() {
        return Linear.of(2, Blobs.CLASSES, Philox.seeded(1));
    }

    private static Trainer trainer(Layer model, Optimizer optimizer) {
        return Trainer.of(model, optimizer, Losses::crossEntropy);
    }

    /** Ends the training after so many steps of this run. */
    private static Callback stopAfter(int steps) {
        return new Callback() {
            private int done;

            @Override
            public void afterStep(Training training) {
                if (++done == steps) {
                    training.stop("enough");
                }
            }
        };
    }

    private static List<Double> ratesOf(History history) {
        List<Double> rates = new ArrayList<>();
        history.epochs().forEach(epoch -> rates.add(epoch.learningRate()));
        return rates;
    }

    @Test
    void aPlateauIsHeardAndSurvivesAnInterruption() {
        ReduceOnPlateau schedule = Schedule.reduceOnPlateau(0.5, 1).threshold(0.2); // nothing is ever better by a fifth but the first
        Layer whole = model();
        History expected = trainer(whole, Optimizer.of(whole.parameters(), Adam.withLearningRate(1e-3)))
                .validate(TEST).schedule(schedule).fit(TRAIN, epochs(7), batchSize(16));
        assertThat(ratesOf(expected)).containsExactly(1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4, 2.5e-4);

        Layer part = model();
        trainer(part, Optimizer.of(part.parameters(), Adam.withLearningRate(1e-3))).validate(TEST)
                .schedule(Schedule.reduceOnPlateau(0.5, 1).threshold(0.2)).callback(stopAfter(3 * 5 - 1)).checkpoint(directory, store)
                .fit(TRAIN, epochs(7), batchSize(16));
        History found = trainer(part, Optimizer.of(part.parameters(), Adam.withLearningRate(1e-3))).validate(TEST)
                .schedule(Schedule.reduceOnPlateau(0.5, 1).threshold(0.2)).checkpoint(directory, store).resume()
                .fit(TRAIN, epochs(7), batchSize(16));
        assertThat(ratesOf(found)).isEqualTo(ratesOf(expected));
        assertThat(part.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
    }

    @Test
    void accumulatedBatchesLearnAsLargeOnes() {
        Layer large = model();
        trainer(large, Optimizer.of(large.parameters(), Sgd.withLearningRate(0.5))).fit(TRAIN, epochs(2), batchSize(24));
        Layer small = model();
        Optimizer optimizer = Optimizer.of(small.parameters(), Sgd.withLearningRate(0.5));
        trainer(small, optimizer).accumulate(3).fit(TRAIN, epochs(2), batchSize(8));
        assertThat(small.parameters().get("weight").toArray())
                .containsExactly(large.parameters().get("weight").toArray(), within(1e-6f));
        assertThat(optimizer.state().parameters().get("weight").steps()).isEqualTo(4);

        Layer uneven = model();
        Optimizer other = Optimizer.of(uneven.parameters(), Sgd.withLearningRate(0.5));
        trainer(uneven, other).accumulate(4).fit(TRAIN, epochs(1), batchSize(8));
        assertThat(other.state().parameters().get("weight").steps()).as("four batches, then two").isEqualTo(2);
    }

    @Test
    void anUpdateUnderWayIsFinishedBeforeATrainingStops() {
        Layer whole = model();
        trainer(whole, Optimizer.of(whole.parameters(), Sgd.withLearningRate(0.5))).accumulate(3).fit(TRAIN, epochs(2), batchSize(8));
        Layer part = model();
        trainer(part, Optimizer.of(part.parameters(), Sgd.withLearningRate(0.5))).accumulate(3).callback(stopAfter(2))
                .checkpoint(directory, store).fit(TRAIN, epochs(2), batchSize(8));
        Layer resumed = model();
        trainer(resumed, Optimizer.of(resumed.parameters(), Sgd.withLearningRate(0.5))).accumulate(3)
                .checkpoint(directory, store).resume().fit(TRAIN, epochs(2), batchSize(8));
        assertThat(resumed.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
        assertThatIllegalArgumentException().isThrownBy(() -> trainer(part, Optimizer.of(part.parameters(), Sgd.withLearningRate(0.5)))
                .accumulate(3).checkpoint(directory, store).checkpointEvery(4).fit(TRAIN, epochs(2), batchSize(8)))
                .withMessageContaining("save after a multiple of 3 steps");
        assertThatIllegalArgumentException().isThrownBy(() -> trainer(part, Optimizer.of(part.parameters(), Sgd.withLearningRate(0.5)))
                .accumulate(0)).withMessageContaining("at least 1 batch");
    }

    @Test
    void averagesAreJudged() {
        Layer model = model();
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(0.1)).average(0.9).clip(Clipping.globalNorm(1));
        History history = trainer(model, optimizer).validate(TEST).fit(TRAIN, epochs(2), batchSize(16));
        Scores averaged = optimizer.withAverages(
                () -> Evaluation.of(model, TEST, new BatchSize(16), Losses::crossEntropy, List.of()));
        Scores last = Evaluation.of(model, TEST, new BatchSize(16), Losses::crossEntropy, List.of());
        assertThat(history.last().validation()).isEqualTo(averaged).isNotEqualTo(last);
    }
}
