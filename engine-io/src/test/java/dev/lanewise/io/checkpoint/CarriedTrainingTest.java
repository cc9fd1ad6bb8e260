package dev.lanewise.io.checkpoint;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.io.data.DataLoader;
import dev.lanewise.io.text.Tokens;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.RecurrentLanguageModel;
import dev.lanewise.layers.TransformerLanguageModel;
import dev.lanewise.layers.TransformerSettings;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Sgd;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import dev.lanewise.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that carries its state through a text reads all of it, and goes on from a file in the middle of an epoch. */
class CarriedTrainingTest {

    private static final int TOKENS = 13;
    private static final int WIDTH = 12;
    private static final int STEPS = 7;

    /** To go on through a text in four rows; 25 windows each, and nothing is left over. */
    private static final Tokens TEXT = Tokens.of(IntStream.range(0, 4 * 25 * STEPS + 1).map(i -> i * i % TOKENS).toArray());

    @TempDir
    Path folder;

    private static Philox random() {
        return Philox.seeded(3);
    }

    static Stream<SequenceTraining> carrying() {
        Dataset windows = TEXT.consecutiveWindows(STEPS);
        Loss steps = Loss.ofSteps(Losses::crossEntropy);
        return Stream.of(
                new SequenceTraining("lstm", random -> RecurrentLanguageModel.lstm(TOKENS, WIDTH, 19, 2, random), windows, steps),
                new SequenceTraining("gru", random -> RecurrentLanguageModel.gru(TOKENS, WIDTH, 19, 1, random), windows, steps));
    }

    @ParameterizedTest
    @MethodSource("carrying")
    void carriedStatesGiveTheLossOfTheWholeText(SequenceTraining training) {
        Layer model = training.model().apply(random());
        Optimizer still = Optimizer.of(model.parameters(), Sgd.withLearningRate(1e-30));
        double carried = Trainer.of(model, still, training.loss()).carryState().fit(training.train(), epochs(2), batchSize(4)).last().train().loss();
        Dataset ahead = DataLoader.of(training.train(), 1);
        assertThat(Trainer.of(model, still, training.loss()).carryState().fit(ahead, epochs(1), batchSize(4)).last().train().loss()).isEqualTo(carried);
        double anew = Trainer.of(model, still, training.loss()).fit(training.train(), epochs(1), batchSize(4)).last().train().loss();
        int length = 25 * STEPS;
        Tensor ids = Tensor.wrap(Shape.of(4, length), Arrays.copyOf(TEXT.input().array(), 4 * length));
        IntTensor next = IntTensor.wrap(Shape.of(4, length), Arrays.copyOfRange(TEXT.toArray(), 1, 4 * length + 1));
        assertThat(carried).isCloseTo(training.loss().of(model.predict(ids), next).item(), within(1e-5));
        assertThat(Math.abs(anew - carried)).isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("carrying")
    void aCarriedStateIsSavedInTheMiddleOfAnEpoch(SequenceTraining training) {
        Layer whole = training.model().apply(random());
        training.trainer(whole, folder.resolve("whole")).carryState().fit(training.train(), epochs(2), batchSize(4));
        for (int steps : new int[] {3, 25, 31}) { // of 25 in an epoch
            Layer interrupted = training.model().apply(random());
            String part = "part" + steps;
            assertThatThrownBy(() -> training.trainer(interrupted, folder.resolve(part)).carryState().progress(SequenceTraining.stopAfter(steps))
                    .fit(training.train(), epochs(2), batchSize(4))).hasMessage("stop");
            Layer resumed = training.model().apply(random());
            training.trainer(resumed, folder.resolve(part)).carryState().resume().fit(training.train(), epochs(2), batchSize(4));
            assertThat(resumed.parameters().fingerprint()).as("after %d steps", steps).isEqualTo(whole.parameters().fingerprint());
        }
    }

    @Test
    void whatCannotCarryAStateIsRefused() {
        SequenceTraining windows = carrying().findFirst().orElseThrow();
        Layer model = windows.model().apply(random());
        for (Dataset unrelated : List.of(TEXT.windows(STEPS), TEXT.randomWindows(STEPS, 8), DataLoader.of(TEXT.windows(STEPS), 1))) {
            assertThatThrownBy(() -> windows.trainer(model, folder.resolve("a")).carryState().fit(unrelated, epochs(1), batchSize(16)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected examples whose rows go on from batch to batch");
        }
        Dataset anywhere = TEXT.randomWindows(STEPS, 60);
        Dataset uneven = new Dataset() {
            @Override
            public int size() {
                return anywhere.size();
            }

            @Override
            public boolean rowsGoOn() {
                return true;
            }

            @Override
            public Batches batches(int batchSize, Order order) {
                return anywhere.batches(batchSize, order);
            }
        };
        assertThatThrownBy(() -> windows.trainer(model, folder.resolve("a")).carryState().fit(uneven, epochs(1), batchSize(16)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a batch of 12 sequences follows one of 16");
        Layer transformer = TransformerLanguageModel.of(TOKENS, STEPS, TransformerSettings.of(WIDTH, 3), random());
        assertThatThrownBy(() -> windows.trainer(transformer, folder.resolve("b")).carryState()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a model that goes on where it ended").hasMessageContaining("found TransformerLanguageModel");
        RecurrentLanguageModel lstm = RecurrentLanguageModel.lstm(TOKENS, WIDTH, 5, 1, random());
        assertThatThrownBy(() -> lstm.forward(Tensor.zeros(Shape.of(2, STEPS)), List.of(Tensor.zeros(Shape.of(1, 2, 5))))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 2 states or none, found 1");
    }
}
