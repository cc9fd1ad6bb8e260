package dev.lanewise.training;

import static dev.lanewise.loss.Losses.crossEntropy;

import dev.lanewise.gradient.Gradients;
import dev.lanewise.layers.Layer;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Random inputs with random labels, and one step of training on them. */
final class Batches {

    private Batches() {}

    static Tensor inputs(Shape shape, long seed) {
        Philox random = Philox.seeded(seed);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(shape, values);
    }

    static IntTensor labels(int count, int classes, long seed) {
        Philox random = Philox.seeded(seed);
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(classes);
        }
        return IntTensor.of(values);
    }

    static void step(Layer model, Optimizer optimizer, Tensor inputs, IntTensor labels) {
        try (var gradients = Gradients.of(() -> crossEntropy(model.forward(inputs), labels))) {
            optimizer.step(gradients);
        }
    }
}
