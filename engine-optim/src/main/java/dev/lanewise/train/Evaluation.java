package dev.lanewise.train;

import dev.lanewise.gradient.Inference;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.metric.Metric;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Judges a model by a data set. */
public final class Evaluation {

    private Evaluation() {}

    /**
     * The mean loss of the model on all examples, and the metrics, which are reset before.
     *
     * @throws IllegalArgumentException if there are no examples, or two metrics have one name, or one is named {@code loss}
     */
    public static Scores of(Layer model, Dataset examples, BatchSize batchSize, Loss loss, List<Metric> metrics) {
        if (examples.size() == 0) {
            throw new IllegalArgumentException("evaluation: the data set is empty");
        }
        RunningScores running = new RunningScores(metrics);
        running.reset();
        try (Batches batches = examples.batches(batchSize.examples())) {
            for (Batch batch : batches) {
                Inference.of(() -> {
                    Tensor outputs = model.forward(batch.inputs());
                    Tensor batchLoss = batch.loss(loss, outputs);
                    running.add(batchLoss.item(), outputs, batch);
                    return batchLoss;
                });
            }
        }
        return running.scores();
    }
}
