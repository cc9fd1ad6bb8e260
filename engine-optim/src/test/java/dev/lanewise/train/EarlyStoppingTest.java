package dev.lanewise.train;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Linear;
import dev.lanewise.loss.Losses;
import dev.lanewise.metric.Metric;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyStoppingTest {

    private static final Blobs TRAIN = Blobs.of(50, 1);

    @TempDir
    private Path directory;

    private final MemoryStore store = new MemoryStore();

    /** A figure whose value after each epoch is given. It is asked for at each epoch twice: for training and validation. */
    private static final class Scripted implements Metric {

        private final double[] values;
        private int epoch;

        Scripted(double... values) {
            this.values = values;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public void add(Tensor outputs, IntTensor labels) {}

        @Override
        public double value() {
            return values[Math.min(epoch, values.length - 1)];
        }

        @Override
        public void reset() {}

        @Override
        public double[] sums() {
            return new double[] {epoch};
        }

        @Override
        public void restore(double[] sums) {
            epoch = (int) sums[0];
        }
    }

    /** Moves the script on. Comes before early stopping. */
    private record Director(Scripted script) implements Callback {
        @Override
        public void afterEpoch(Training training, History.Epoch epoch) {
            script.epoch++;
        }
    }

    private static Layer model() {
        return Linear.of(2, Blobs.CLASSES, Philox.seeded(1));
    }

    private static Trainer trainer(Layer model, double... values) {
        Scripted script = new Scripted(values);
        return Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(1e-2)), Losses::crossEntropy)
                .metric(script).callback(new Director(script));
    }

    private static int epochsOf(EarlyStopping stopping, double... values) {
        return trainer(model(), values).callback(stopping).fit(TRAIN, epochs(20), batchSize(25)).epochs().size();
    }

    @Test
    void patienceModeAndSmallestDifference() {
        Monitor low = Monitor.lowest("scripted");
        Monitor high = Monitor.highest("scripted");
        assertThat(epochsOf(EarlyStopping.on(low).patience(2), 5, 4, 3, 3, 3, 1)).isEqualTo(5);
        assertThat(epochsOf(EarlyStopping.on(low).patience(3), 5, 4, 3, 3, 3, 1)).isEqualTo(9);
        assertThat(epochsOf(EarlyStopping.on(high).patience(2), 5, 4, 3)).isEqualTo(3);
        assertThat(epochsOf(EarlyStopping.on(high).patience(1), 1, 2, 3, 4, 3)).isEqualTo(5);
        assertThat(epochsOf(EarlyStopping.on(low).patience(2).minDelta(0.5), 5, 4.6, 4.4, 4.4, 4.4)).isEqualTo(5);
        assertThat(epochsOf(EarlyStopping.on(low).patience(2).minDelta(0.5), 5, 4.6, 4.5, 4.4)).isEqualTo(3);
        assertThat(epochsOf(EarlyStopping.on(low).patience(2), 5, Double.NaN, 4, Double.NaN, Double.NaN)).isEqualTo(5);
        assertThat(epochsOf(EarlyStopping.on(high).patience(2), Double.NaN, 1, 2, 2, 2)).isEqualTo(5);
        assertThat(epochsOf(EarlyStopping.on(low), 1)).as("3 epochs of patience unless said").isEqualTo(4);
    }

    @Test
    void theReasonAndTheBestEpochAreSaid() {
        EarlyStopping stopping = EarlyStopping.on(Monitor.lowest("scripted")).patience(2);
        String[] reason = new String[1];
        trainer(model(), 5, 3, 4, 4).callback(stopping).callback(new Callback() {
            @Override
            public void afterTraining(Training training) {
                reason[0] = training.reasonToStop().orElse("");
            }
        }).fit(TRAIN, epochs(20), batchSize(25));
        assertThat(reason[0]).isEqualTo("no better scripted for 2 epochs since epoch 2");
        assertThat(stopping.bestEpoch()).isEqualTo(2);
        assertThat(stopping.best()).isEqualTo(3);
    }

    @Test
    void theBestWeightsAreRestored() {
        Map<Integer, String> fingerprints = new TreeMap<>();
        Callback recorder = new Callback() {
            @Override
            public void afterEpoch(Training training, History.Epoch epoch) {
                fingerprints.put(epoch.number(), training.model().parameters().fingerprint());
            }
        };
        Layer early = model();
        trainer(early, 5, 3, 4, 4).callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(2).restoreBestWeights())
                .callback(recorder).fit(TRAIN, epochs(20), batchSize(25));
        assertThat(fingerprints).hasSize(4);
        assertThat(early.parameters().fingerprint()).isEqualTo(fingerprints.get(2)).isNotEqualTo(fingerprints.get(4));
        Layer atTheEnd = model();
        trainer(atTheEnd, 5, 3, 4, 4).callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(9).restoreBestWeights())
                .fit(TRAIN, epochs(3), batchSize(25));
        assertThat(atTheEnd.parameters().fingerprint()).isEqualTo(fingerprints.get(2));
        Layer left = model();
        trainer(left, 5, 3, 4, 4).callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(2)).fit(TRAIN, epochs(20), batchSize(25));
        assertThat(left.parameters().fingerprint()).isEqualTo(fingerprints.get(4));
    }

    /** The checkpoint {@code best} has the averages too. */
    @Test
    void theBestWeightsAreTheAveragesThatWereJudged() {
        Layer model = model();
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(0.1)).average(0.9);
        Scripted script = new Scripted(5, 3, 4, 4);
        String[] raw = new String[1];
        Trainer.of(model, optimizer, Losses::crossEntropy).metric(script).callback(new Director(script))
                .callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(2).restoreBestWeights())
                .callback(new Callback() {
                    @Override
                    public void afterEpoch(Training training, History.Epoch epoch) {
                        raw[0] = training.model().parameters().fingerprint();
                    }
                })
                .checkpoint(directory, store).best(Monitor.lowest("scripted")).fit(TRAIN, epochs(2), batchSize(10));
        assertThat(model.parameters().fingerprint()).isEqualTo(store.models.get(directory.resolve("best.memory"))).isNotEqualTo(raw[0]);

        Layer resumed = model();
        Scripted further = new Scripted(5, 3, 4, 4);
        Optimizer another = Optimizer.of(resumed.parameters(), Adam.withLearningRate(0.1)).average(0.9);
        History history = Trainer.of(resumed, another, Losses::crossEntropy).metric(further).callback(new Director(further))
                .callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(2).restoreBestWeights())
                .checkpoint(directory, store).best(Monitor.lowest("scripted")).resume().fit(TRAIN, epochs(20), batchSize(10));
        assertThat(history.epochs()).hasSize(4);
        assertThat(resumed.parameters().fingerprint()).isEqualTo(model.parameters().fingerprint());
    }

    @Test
    void anInterruptedTrainingStopsWhereTheWholeOneDoes() {
        double[] script = {5, 3, 4, 2.5, 3, 3, 3, 3};
        Layer whole = model();
        History expected = trainer(whole, script).callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(3).restoreBestWeights())
                .fit(TRAIN, epochs(20), batchSize(10));
        assertThat(expected.epochs()).hasSize(7);
        for (int interruption = 1; interruption <= 34; interruption += 3) {
            int steps = interruption;
            assertThatIllegalStateException().isThrownBy(() -> trainer(model(), script)
                    .callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(3).restoreBestWeights())
                    .callback(new Callback() {
                        private int done;

                        @Override
                        public void beforeStep(Training training) {
                            if (done++ == steps) {
                                throw new IllegalStateException("killed");
                            }
                        }
                    }).checkpoint(directory, store).checkpointEvery(1).fit(TRAIN, epochs(20), batchSize(10)));
            Layer resumed = model();
            Scripted metric = new Scripted(script);
            History history = Trainer.of(resumed, Optimizer.of(resumed.parameters(), Adam.withLearningRate(1e-2)), Losses::crossEntropy)
                    .metric(metric).callback(new Director(metric))
                    .callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(3).restoreBestWeights())
                    .checkpoint(directory, store).checkpointEvery(1).resume().fit(TRAIN, epochs(20), batchSize(10));
            assertThat(history.epochs()).as("after %d steps", steps).hasSize(7);
            assertThat(resumed.parameters().fingerprint()).as("after %d steps", steps).isEqualTo(whole.parameters().fingerprint());
        }
        Layer again = model();
        History nothingLeft = trainer(again, script).callback(EarlyStopping.on(Monitor.lowest("scripted")).patience(3).restoreBestWeights())
                .checkpoint(directory, store).resume().fit(TRAIN, epochs(20), batchSize(10));
        assertThat(nothingLeft.epochs()).hasSize(7);
        assertThat(again.parameters().fingerprint()).isEqualTo(whole.parameters().fingerprint());
    }

    @Test
    void wrongSettingsAreErrors() {
        EarlyStopping stopping = EarlyStopping.on(Monitor.lowest("loss"));
        assertThatIllegalArgumentException().isThrownBy(() -> stopping.patience(0)).withMessageContaining("at least 1 epoch, found 0");
        assertThatIllegalArgumentException().isThrownBy(() -> stopping.minDelta(-1)).withMessageContaining("found -1");
        assertThatIllegalArgumentException().isThrownBy(() -> stopping.minDelta(Double.NaN)).withMessageContaining("found NaN");
    }
}
