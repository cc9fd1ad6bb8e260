package dev.lanewise.train;

import static dev.lanewise.train.Trainer.batchSize;
import static dev.lanewise.train.Trainer.epochs;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.layers.RecurrentLanguageModel;
import dev.lanewise.loss.Loss;
import dev.lanewise.loss.Losses;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CarriedStateTest {

    private final RecurrentLanguageModel model = RecurrentLanguageModel.lstm(7, 5, 11, 2, Philox.seeded(3));
    private final Trainer trainer = Trainer.of(model, Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3)),
            Loss.ofSteps(Losses::crossEntropy)).carryState();
    private final Dataset unrelated = Blobs.of(12, 5);

    private void check(Map<String, Tensor> states) {
        new CarriedState(model).check(new TrainingRun(trainer, unrelated, epochs(1), batchSize(3)),
                new TrainingState.CallbackState(Map.of(), states));
    }

    private static Tensor state(int layers, int batch, int hidden) {
        return Tensor.zeros(Shape.of(layers, batch, hidden));
    }

    @Test
    void statesOfAnotherModelAreRefusedBeforeTheyAreTakenOver() {
        assertThatCode(() -> check(Map.of("0", state(2, 3, 11), "1", state(2, 3, 11)))).doesNotThrowAnyException();
        assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
        refused(Map.of("0", state(2, 3, 11)), "found [0 of [2, 3, 11]]; go on from another checkpoint");
        refused(Map.of("0", state(2, 3, 13), "1", state(2, 3, 13)), "1 of [2, 3, 13]");
        refused(Map.of("0", state(1, 3, 11), "1", state(1, 3, 11)), "0 of [1, 3, 11]");
        refused(Map.of("0", state(2, 3, 11), "1", state(2, 4, 11)), "1 of [2, 4, 11]");
        refused(Map.of("0", state(2, 3, 11), "2", state(2, 3, 11)), "2 of [2, 3, 11]");
        refused(Map.of("0", state(2, 3, 11), "1", state(2, 3, 11), "2", state(2, 3, 11)), "2 of [2, 3, 11]");
        refused(Map.of("0", Tensor.scalar(1), "1", Tensor.scalar(1)), "1 of []");
    }

    private void refused(Map<String, Tensor> states, String found) {
        assertThatIllegalArgumentException().isThrownBy(() -> check(states)).withMessageContaining("resume: expected 2 carried states")
                .withMessageContaining("[[2, ").withMessageContaining(found);
    }

    @Test
    void examplesThatDoNotGoOnAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> trainer.fit(unrelated, epochs(1), batchSize(3)))
                .withMessage("carried state: expected examples whose rows go on from batch to batch, such as those of Tokens.consecutiveWindows, "
                        + "found Blobs; train on such, or without carryState()");
    }
}
