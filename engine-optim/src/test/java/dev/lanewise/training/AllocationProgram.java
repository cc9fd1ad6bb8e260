package dev.lanewise.training;

import dev.lanewise.engine.Engine;
import dev.lanewise.layers.Conv2d;
import dev.lanewise.layers.Flatten;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.MaxPool2d;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Prints what a warm step of training of the MNIST CNN, and a warm prediction, allocate. See {@link WarmWork}. */
final class AllocationProgram {

    static final long STEP_BAR = 64 * 1024;
    static final long PREDICTION_BAR = 4 * 1024;

    private static final int BATCH = 32;

    private AllocationProgram() {}

    /** Prints a line {@code name bytes} for each kind of work. */
    public static void main(String[] arguments) {
        Philox random = Philox.seeded(1);
        Sequential model = Sequential.of(                           // [n,  1, 28, 28]
                Conv2d.of(1, 32, 3, random), new Relu(),            // [n, 32, 26, 26]
                new MaxPool2d(2), new Flatten(),                    // [n, 5408]
                Linear.of(32 * 13 * 13, 128, random), new Relu(),
                Linear.of(128, 10, random));                        // [n, 10]
        Optimizer optimizer = Optimizer.of(model.parameters(), Adam.withLearningRate(1e-3));
        Tensor images = Batches.inputs(Shape.of(BATCH, 1, 28, 28), 2);
        IntTensor labels = Batches.labels(BATCH, 10, 3);
        WarmWork warm = new WarmWork(35);
        Tensor image = Batches.inputs(Shape.of(1, 1, 28, 28), 4);
        for (int threads = 2; threads >= 1; threads--) {
            Engine.useThreads(threads);
            System.out.println("cnn-step-" + threads + " "
                    + warm.bytes(() -> Batches.step(model, optimizer, images, labels), STEP_BAR));
            System.out.println("cnn-prediction-" + threads + " " + warm.bytes(() -> model.predict(image), PREDICTION_BAR));
        }
    }
}
