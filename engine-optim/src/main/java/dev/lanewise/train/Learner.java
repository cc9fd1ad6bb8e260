package dev.lanewise.train;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.gradient.NonFiniteLossException;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Learns from one batch after the other: learning rate, forward, backward, update, and the scores on the way. */
final class Learner {

    private final Trainer trainer;
    private final Optimizer optimizer;
    private final RunningScores running;
    private @Nullable Tensor outputs; // of the step under way

    Learner(Trainer trainer, RunningScores running) {
        this.trainer = trainer;
        this.optimizer = trainer.optimizer();
        this.running = running;
    }

    /** Sets the learning rate after so many steps of all. */
    void setLearningRate(long step, long steps) {
        if (trainer.schedule() != null) {
            optimizer.setLearningRate(optimizer.initialLearningRate() * trainer.schedule().factor(step, steps));
        }
    }

    /**
     * Learns from this batch.
     *
     * @param step how many steps of this epoch are done
     * @param steps how many it has
     * @throws NonFiniteLossException if the loss is NaN or infinite
     */
    void learn(Batch batch, int step, int steps) {
        CarriedState carried = trainer.carried();
        try (var gradients = Gradients.of(() -> {
            Tensor result = carried == null ? trainer.model().forward(batch.inputs()) : carried.forward(batch.inputs());
            outputs = result;
            return batch.loss(trainer.loss(), result);
        })) {
            update(gradients, step, steps);
            if (carried != null) {
                carried.keep();
            }
            if (outputs != null) {
                running.add(gradients.loss(), outputs, batch);
            }
        } finally {
            outputs = null;
        }
    }

    /** At once, or when the gradients of so many batches are together; at the end of an epoch there may be fewer. */
    private void update(Gradients gradients, int step, int steps) {
        int together = trainer.batchesPerUpdate();
        if (together == 1) {
            optimizer.step(gradients);
            return;
        }
        int first = step / together * together;
        int count = Math.min(together, steps - first);
        optimizer.accumulate(gradients, 1.0 / count);
        if (step + 1 == first + count) {
            optimizer.step();
        }
    }

    /** Whether gradients of batches before this step wait for those of more batches. */
    boolean isUpdateUnderWay(int step) {
        return step % trainer.batchesPerUpdate() != 0;
    }

    /** Judging and saving what is to be used is done with the averages of the weights, if the optimizer keeps them. */
    <T> T averaged(Supplier<T> work) {
        return optimizer.keepsAverages() ? optimizer.withAverages(work) : work.get();
    }
}
