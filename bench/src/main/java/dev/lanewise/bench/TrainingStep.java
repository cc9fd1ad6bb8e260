package dev.lanewise.bench;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Layer;
import dev.lanewise.loss.Loss;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** What every program here means by a training step: forward, loss, backward and Adam, each time on the same batch. */
public record TrainingStep(Layer model, Optimizer optimizer, Loss loss, Tensor inputs, IntTensor labels) {

    /** Of a model and a batch. */
    public static TrainingStep of(Layer model, Loss loss, Tensor inputs, IntTensor labels) {
        return new TrainingStep(model, Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3f)), loss, inputs, labels);
    }

    /** Of a model that is what the reference model of this name is, with a batch for that one. */
    public static TrainingStep of(Layer model, String name, int batch) {
        return of(model, ReferenceModels.loss(name), ReferenceModels.inputs(name, batch), ReferenceModels.labels(name, batch));
    }

    /** Trains once, and returns the loss before. */
    public float run() {
        try (var gradients = Gradients.of(() -> loss.of(model.forward(inputs), labels))) {
            optimizer.step(gradients);
            return gradients.loss();
        }
    }
}
